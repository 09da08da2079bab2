// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.log.PositionStatement;
import dev.cardwire.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.FlushMode;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/**
 * Owns every transaction that touches a card, and with it the one order of locks: card keys, the caller's own rows,
 * operations, cards, position, commit.
 */
@ApplicationScoped
public class Cards {

    /** Sorted before they are locked: the database evaluates the list in the order it is given. */
    private static final String LOCK = """
            select count(pg_advisory_xact_lock(k.id))
            from (select cast(unnest(string_to_array(cast(:keys as text), ',')) as bigint) as id order by 1 offset 0) k""";

    /** A card joins its order once; more often than that only in theory. */
    private static final int JOINS = 3;

    private static final Logger LOG = Logger.getLogger(Cards.class);

    private final Transactions transactions;
    private final PositionStatement positions;
    private final Instance<ParkedReports> parked;
    private final Instance<OperationOutcomes> operations;
    private final Instance<CardReadRequests> reads;
    private final Event<ChangesCommitted> committed;
    private final InstantSource clock;

    Cards(
            Transactions transactions,
            PositionStatement positions,
            Instance<ParkedReports> parked,
            Instance<OperationOutcomes> operations,
            Instance<CardReadRequests> reads,
            Event<ChangesCommitted> committed,
            InstantSource clock) {
        this.transactions = transactions;
        this.positions = positions;
        this.parked = parked;
        this.operations = operations;
        this.reads = reads;
        this.committed = committed;
        this.clock = clock;
    }

    /**
     * Takes the reports in, in their order, in one transaction with the caller's own work, and announces what changed
     * after the commit. All or nothing: a failure leaves no trace.
     *
     * @return what became of each report that was still new, in order
     */
    public Uni<List<ReportOutcome>> take(List<CardReport> reports, CardWork work) {
        return transactions
                .inTransaction(session -> joined(flushedByHand(session), reports)
                        .flatMap(known -> lock(session, known).flatMap(locked -> work.stillNew(session, known)))
                        .flatMap(fresh -> new Intake(session, work).run(fresh)))
                .onFailure(JoinedMeanwhile.class)
                .retry()
                .atMost(JOINS)
                .invoke(this::announceSafely)
                .map(CommitResult::outcomes);
    }

    /** The one flush has its place in the order of locks; one before each statement looks through all cards again. */
    private static Mutiny.Session flushedByHand(Mutiny.Session session) {
        return session.setFlushMode(FlushMode.MANUAL);
    }

    /** Whose card an order was for never changes, so it may be looked up before the card's key is taken, and names it. */
    private Uni<List<CardReport>> joined(Mutiny.Session session, List<CardReport> reports) {
        Set<String> orders = reports.stream()
                .filter(report -> report.cardId() == null)
                .map(CardReport::order)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (orders.isEmpty() || operations.isUnsatisfied()) {
            return Uni.createFrom().item(reports);
        }
        return operations.get().cardsOf(session, orders).flatMap(changed -> CardQueries.madeBy(session, orders)
                .map(made -> reports.stream()
                        .map(report -> report.cardId() != null
                                ? report
                                : report.about(made.getOrDefault(report.order(), changed.get(report.order()))))
                        .toList()));
    }

    private Uni<Long> lock(Mutiny.Session session, List<CardReport> reports) {
        return lock(session, LockKeys.of(reports));
    }

    /**
     * Runs work in a transaction that holds a card's key, so that nobody else changes the card or starts a change of it
     * meanwhile.
     *
     * @param work is given the card as it stands, empty when it is not known
     */
    public <T> Uni<T> holding(UUID cardId, BiFunction<Mutiny.Session, Optional<CardSnapshot>, Uni<T>> work) {
        return transactions.inTransaction(session -> lock(session, Long.toString(LockKeys.key(cardId.toString())))
                .flatMap(locked -> session.find(Card.class, cardId))
                .flatMap(card -> work.apply(session, Optional.ofNullable(card).map(Card::snapshot))));
    }

    /**
     * Wants the card to be read at UQPAY, in the commit of the caller's own work: from then on it is read, whatever becomes
     * of this replica.
     */
    public Uni<Void> confirm(UUID cardId, Function<Mutiny.Session, Uni<Void>> work) {
        return transactions
                .inTransaction(session -> lock(session, Long.toString(LockKeys.key(cardId.toString())))
                        .flatMap(locked -> work.apply(session))
                        .flatMap(done -> session.find(Card.class, cardId))
                        .invoke(card -> {
                            if (card != null) {
                                card.times().wantRead(clock.instant());
                            }
                        }))
                .invoke(done -> reads.forEach(reader -> reader.wanted(cardId)))
                .replaceWithVoid();
    }

    private static Uni<Long> lock(Mutiny.Session session, String keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        return session.createNativeQuery(LOCK, Long.class)
                .setParameter("keys", keys)
                .getSingleResult();
    }

    /** What is committed is committed: an observer that fails must not make it look undone. */
    private void announceSafely(CommitResult result) {
        try {
            announce(result);
        } catch (RuntimeException observerFailed) {
            LOG.errorf(observerFailed, "the commit of position %d was not announced", result.position());
        }
    }

    private void announce(CommitResult result) {
        if (result.position() > 0) {
            committed.fire(new ChangesCommitted(result.position()));
        }
        result.readsWanted().forEach(cardId -> reads.forEach(reader -> reader.wanted(cardId)));
    }

    /** To begin again, with the card's key. */
    private static final class JoinedMeanwhile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JoinedMeanwhile() {
            super("the card of an order became known", null, false, false);
        }
    }

    /** One transaction's work, from the cards it loads to the position it takes. */
    private final class Intake {

        private final Mutiny.Session session;
        private final CardWork work;

        Intake(Mutiny.Session session, CardWork work) {
            this.session = session;
            this.work = work;
        }

        Uni<CommitResult> run(List<CardReport> reports) {
            return CardQueries.concerned(session, reports)
                    .invoke(known -> requireKeysOf(known, reports))
                    .map(known -> new CardReducer(clock.instant().truncatedTo(ChronoUnit.MICROS), known))
                    .flatMap(fold -> {
                        List<ReportOutcome> outcomes =
                                reports.stream().map(fold::take).toList();
                        return asked(reports)
                                .invoke(asked -> asked.forEach(fold::take))
                                .flatMap(done -> work.settle(session, outcomes))
                                .flatMap(settled -> unpark(fold))
                                .flatMap(unparked -> write(fold, outcomes, unparked));
                    });
        }

        private Uni<List<CardReport>> asked(List<CardReport> reports) {
            return operations.isUnsatisfied()
                    ? Uni.createFrom().item(List.of())
                    : operations.get().asked(session, reports);
        }

        /** Another transaction may have named the card of an order after we looked; its key is not held then. */
        private void requireKeysOf(List<Card> known, List<CardReport> reports) {
            Set<UUID> named = reports.stream().map(CardReport::cardId).collect(Collectors.toSet());
            if (known.stream().anyMatch(card -> !named.contains(card.cardId()))) {
                throw new JoinedMeanwhile();
            }
        }

        /** Reports that waited for the cards that this transaction makes known. */
        private Uni<List<ReportOutcome>> unpark(CardReducer fold) {
            Set<UUID> ids = fold.newlyKnownIds();
            Set<String> orders = fold.newlyKnownOrders();
            if ((ids.isEmpty() && orders.isEmpty()) || parked.isUnsatisfied()) {
                return Uni.createFrom().item(List.of());
            }
            return parked.get().of(session, ids, orders).flatMap(waiting -> {
                List<ReportOutcome> outcomes = waiting.stream().map(fold::take).toList();
                return outcomes.isEmpty()
                        ? Uni.createFrom().item(outcomes)
                        : parked.get().settle(session, outcomes).replaceWith(outcomes);
            });
        }

        private Uni<CommitResult> write(CardReducer fold, List<ReportOutcome> outcomes, List<ReportOutcome> unparked) {
            List<ReportOutcome> all = new ArrayList<>(outcomes);
            all.addAll(unparked);
            Uni<Void> learnt = operations.isUnsatisfied()
                    ? Uni.createFrom().voidItem()
                    : operations.get().learn(session, all);
            return learnt.flatMap(done -> session.persistAll(fold.introduced().toArray()))
                    .flatMap(persisted -> session.flush())
                    .flatMap(flushed -> fold.changes().isEmpty()
                            ? Uni.createFrom().item(0L)
                            : positions.execute(session, fold.changes()))
                    .map(position -> new CommitResult(outcomes, unparked, position));
        }
    }
}
