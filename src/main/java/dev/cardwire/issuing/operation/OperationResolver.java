// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.reading.CardReadReports;
import dev.cardwire.store.Transactions;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * An operator settles what recovery could not: only an {@code UNRESOLVED} operation, once, and on the record. A card is
 * joined to an issuing under the card's key, because its events may join it at the same moment.
 */
@ApplicationScoped
public class OperationResolver {

    private static final String UNRESOLVED = """
            select count(*) from (
              select from operation where operation_id = :id and state = 'UNRESOLVED' for update) o""";

    private static final String TAKEN = """
            select count(*) from operation where kind = 'ISSUE_CARD' and card_id = :card and operation_id <> :id""";

    private final Transactions transactions;
    private final Operations operations;
    private final Cards cards;
    private final Uqpay uqpay;
    private final InstantSource clock;
    private final OperationEnds ends;

    OperationResolver(
            Transactions transactions,
            Operations operations,
            Cards cards,
            Uqpay uqpay,
            InstantSource clock,
            OperationEnds ends) {
        this.ends = ends;
        this.transactions = transactions;
        this.operations = operations;
        this.cards = cards;
        this.uqpay = uqpay;
        this.clock = clock;
    }

    /** Settles the operation; fails with a problem when it does not exist, is not unresolved, or the decision does not fit. */
    public Uni<Operation> resolve(UUID operationId, ResolveRequest request, String by) {
        return known(operationId)
                .flatMap(operation -> {
                    request.check(operation.kind());
                    if (operation.state() != OperationState.UNRESOLVED) {
                        throw notUnresolved();
                    }
                    Instant now = clock.instant();
                    Decision decision = new Decision(
                            operationId, request, request.record(by, now).toString(), ends);
                    UUID cardId = request.cardId();
                    return cardId == null ? transactions.inTransaction(decision::write) : join(cardId, decision);
                })
                .flatMap(settled -> known(operationId));
    }

    private Uni<Operation> known(UUID operationId) {
        return operations
                .find(operationId)
                .map(found -> found.orElseThrow(() -> ProblemException.notFound("No operation has this id.")));
    }

    private Uni<Void> join(UUID cardId, Decision decision) {
        return cards.<Boolean>holding(
                        cardId,
                        (session, card) -> card.isEmpty()
                                ? Uni.createFrom().item(false)
                                : decision.writeFor(session, cardId).replaceWith(true))
                .flatMap(done -> done ? Uni.createFrom().voidItem() : adopt(cardId, decision));
    }

    /** A card that only UQPAY knows becomes known in the commit that settles the operation. */
    private Uni<Void> adopt(UUID cardId, Decision decision) {
        return uqpay.card(cardId, CallPurpose.READ)
                .onFailure(UqpayRefusedException.class)
                .transform(missing ->
                        ProblemException.validation("card_id", "is not a card, neither in Cardwire nor at UQPAY"))
                .flatMap(card -> {
                    boolean others = card.operationId()
                            .filter(tag -> !tag.equals(decision.operationId()))
                            .isPresent();
                    if (others) {
                        throw taken();
                    }
                    CardReport report = CardReadReports.report(
                            card,
                            new CardReport.Source(ChangeCause.OPERATOR, null, decision.operationId(), null),
                            null);
                    return cards.take(List.of(report), new CardParticipant() {
                        @Override
                        public LockOrder lockOrder() {
                            return LockOrder.OPERATIONS;
                        }

                        @Override
                        public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
                            return decision.writeFor(session, cardId);
                        }
                    });
                })
                .replaceWithVoid();
    }

    private static ProblemException notUnresolved() {
        return new ProblemException(
                ProblemCode.OPERATION_NOT_UNRESOLVED, "Only an operation that is UNRESOLVED can be settled.");
    }

    private static ProblemException taken() {
        return ProblemException.validation("card_id", "was issued by another operation");
    }

    /** What is written, wherever it is written. */
    private record Decision(UUID operationId, ResolveRequest request, String resolution, OperationEnds ends) {

        Uni<Void> writeFor(Mutiny.Session session, UUID cardId) {
            return session.createNativeQuery(TAKEN, Long.class)
                    .setParameter("card", cardId)
                    .setParameter("id", operationId)
                    .getSingleResult()
                    .flatMap(count -> {
                        if (count > 0) {
                            throw taken();
                        }
                        return write(session);
                    });
        }

        Uni<Void> write(Mutiny.Session session) {
            if (request.refuses()) {
                return ends.refuse(session, operationId, null, resolution)
                        .invoke(OperationResolver::require)
                        .replaceWithVoid();
            }
            return session.createNativeQuery(UNRESOLVED, Long.class)
                    .setParameter("id", operationId)
                    .getSingleResult()
                    .invoke(count -> require(count == 1))
                    .flatMap(locked -> ends.accept(session, accepted()));
        }

        private OperationEnds.End accepted() {
            return new OperationEnds.End(
                    operationId,
                    request.cardId(),
                    request.cardOrderId(),
                    request.cardholderId(),
                    request.cardOrderId() == null ? null : "PENDING",
                    null,
                    null,
                    resolution);
        }
    }

    private static void require(boolean unresolved) {
        if (!unresolved) {
            throw notUnresolved();
        }
    }
}
