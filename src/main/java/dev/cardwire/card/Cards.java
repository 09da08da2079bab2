// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.log.PositionStatement;
import dev.cardwire.store.Transactions;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.FlushMode;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Owns every transaction that touches a card, and with it the one order of locks: card keys, rows of the inbox, rows of
 * operations, cards, position, commit. Whose rows those are implements {@link CardParticipant}.
 */
@ApplicationScoped
public class Cards {

    /**
     * Sorted before they are locked: the database evaluates the list in the order it is given. What follows in the
     * transaction runs with plans that are kept: PostgreSQL thinks a list of unknown length dearer than a known one of one
     * element, and would plan the statements of each transaction anew, which takes longer than they do.
     */
    private static final String LOCK = """
            select count(pg_advisory_xact_lock(k.id)), set_config('plan_cache_mode', 'force_generic_plan', true)
            from (select cast(unnest(string_to_array(cast(:keys as text), ',')) as bigint) as id order by 1 offset 0) k""";

    /** A card joins its order once; more often than that only in theory. */
    private static final int JOINS = 3;

    private final Transactions transactions;
    private final PositionStatement positions;
    private final List<CardParticipant> participants;
    private final CommitAnnouncer announcer;
    private final InstantSource clock;

    Cards(
            Transactions transactions,
            PositionStatement positions,
            @All List<CardParticipant> participants,
            CommitAnnouncer announcer,
            InstantSource clock) {
        this.transactions = transactions;
        this.positions = positions;
        this.participants = participants;
        this.announcer = announcer;
        this.clock = clock;
    }

    /**
     * Applies the reports, in their order, in one transaction, and announces what changed after the commit. All or nothing:
     * a failure leaves no trace.
     *
     * @param own takes part in this transaction alone, before all others of its place in the order of locks
     * @return what became of each report that still counted, in order
     */
    public Uni<List<ReportOutcome>> take(List<CardReport> reports, CardParticipant own) {
        List<CardParticipant> all = new ArrayList<>(participants.size() + 1);
        all.add(own);
        all.addAll(participants);
        all.sort(Comparator.comparing(CardParticipant::lockOrder));
        return applied(reports, all);
    }

    /** The same where no one else takes part but those who always do. */
    public Uni<List<ReportOutcome>> take(List<CardReport> reports) {
        List<CardParticipant> all = new ArrayList<>(participants);
        all.sort(Comparator.comparing(CardParticipant::lockOrder));
        return applied(reports, all);
    }

    private Uni<List<ReportOutcome>> applied(List<CardReport> reports, List<CardParticipant> all) {
        return transactions
                .inTransaction(session -> new Intake(flushedByHand(session), all).run(reports))
                .onFailure(JoinedMeanwhile.class)
                .retry()
                .atMost(JOINS)
                .invoke(result -> announcer.announce(result, all))
                .map(result -> result.outcomes().given());
    }

    /** The one flush has its place in the order of locks; one before each statement looks through all cards again. */
    private static Mutiny.Session flushedByHand(Mutiny.Session session) {
        return session.setFlushMode(FlushMode.MANUAL);
    }

    /**
     * Runs work in a transaction that holds a card's key, so that nobody else changes the card or starts a change of it
     * meanwhile.
     *
     * @param work is given the card as it stands, empty when it is not known
     */
    public <T> Uni<T> holding(UUID cardId, BiFunction<Mutiny.Session, Optional<CardStanding>, Uni<T>> work) {
        return transactions.inTransaction(session -> lock(session, Long.toString(LockKeys.key(cardId.toString())))
                .flatMap(locked -> session.find(Card.class, cardId))
                .flatMap(card -> work.apply(session, Optional.ofNullable(card).map(Card::standing))));
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
                .invoke(done -> announcer.readWanted(cardId))
                .replaceWithVoid();
    }

    private static Uni<Void> lock(Mutiny.Session session, String keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(LOCK, Object[].class)
                .setParameter("keys", keys)
                .getSingleResult()
                .replaceWithVoid();
    }

    /** To begin again, with the card's key. */
    private static final class JoinedMeanwhile extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JoinedMeanwhile() {
            super("the card of an order became known", null, false, false);
        }
    }

    /** One transaction's work, from the reports' cards to the position it takes. */
    private final class Intake {

        private final Mutiny.Session session;
        private final List<CardParticipant> participants;

        Intake(Mutiny.Session session, List<CardParticipant> participants) {
            this.session = session;
            this.participants = participants;
        }

        Uni<CommitResult> run(List<CardReport> reports) {
            return identified(reports)
                    .flatMap(known -> lock(session, LockKeys.of(known)).flatMap(locked -> stillCounting(known)))
                    .flatMap(this::applied);
        }

        /** Which card an order was for never changes, so it may be looked up before the card's key is taken, and names it. */
        private Uni<List<CardReport>> identified(List<CardReport> reports) {
            return CardQueries.identified(session, reports)
                    .flatMap(known -> each(known, (participant, named) -> participant.identify(session, named)));
        }

        private Uni<List<CardReport>> stillCounting(List<CardReport> reports) {
            return each(reports, (participant, fresh) -> participant.before(session, fresh));
        }

        private Uni<CommitResult> applied(List<CardReport> reports) {
            return CardQueries.concerned(session, reports)
                    .invoke(known -> requireKeysOf(known, reports))
                    .map(known -> new CardReducer(clock.instant(), known))
                    .flatMap(fold -> {
                        List<ReportOutcome> given =
                                reports.stream().map(fold::take).toList();
                        return added(fold, reports)
                                .map(added -> new ReportOutcomes(given, withLateReports(fold, given, added)))
                                .flatMap(outcomes -> write(fold, outcomes));
                    });
        }

        /** Another transaction may have named the card of an order after we looked; its key is not held then. */
        private void requireKeysOf(List<Card> known, List<CardReport> reports) {
            Set<UUID> named = reports.stream().map(CardReport::cardId).collect(Collectors.toSet());
            if (known.stream().anyMatch(card -> !named.contains(card.cardId()))) {
                throw new JoinedMeanwhile();
            }
        }

        private Uni<List<ReportOutcome>> added(CardReducer fold, List<CardReport> reports) {
            return each(List.<ReportOutcome>of(), (participant, before) -> participant
                    .during(session, new AppliedReports(reports, fold.newlyKnownIds(), fold.newlyKnownOrders()))
                    .map(more -> Stream.concat(before.stream(), more.stream().map(fold::take))
                            .toList()));
        }

        /** Reports that came in the same batch as, but before, the one that makes their card known: no inbox has them yet. */
        private static List<ReportOutcome> withLateReports(
                CardReducer fold, List<ReportOutcome> given, List<ReportOutcome> added) {
            List<ReportOutcome> all = new ArrayList<>(added);
            for (ReportOutcome outcome : given) {
                if (outcome.effect() == ReportOutcome.Effect.PARKED && fold.knows(outcome.report())) {
                    all.add(fold.take(outcome.report()));
                }
            }
            return all;
        }

        private Uni<CommitResult> write(CardReducer fold, ReportOutcomes outcomes) {
            return each(outcomes, (participant, same) -> participant
                            .after(session, same)
                            .replaceWith(same))
                    .flatMap(done -> session.persistAll(fold.introduced().toArray()))
                    .flatMap(persisted -> session.flush())
                    .flatMap(flushed -> fold.changes().isEmpty()
                            ? Uni.createFrom().item(0L)
                            : positions.execute(session, fold.changes()))
                    .map(position -> new CommitResult(outcomes, position));
        }

        /** One participant after the other, in the order of locks. */
        private <T> Uni<T> each(T start, BiFunction<CardParticipant, T, Uni<T>> step) {
            Uni<T> last = Uni.createFrom().item(start);
            for (CardParticipant participant : participants) {
                last = last.flatMap(result -> step.apply(participant, result));
            }
            return last;
        }
    }
}
