// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.cluster.lease.Duties;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.issuing.operation.OpenOrders;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.OperationEnds;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.start.StartOrder;
import dev.cardwire.time.BackOff;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Follows writes that UQPAY took on to their end when no event tells it: UQPAY gives an event up after eight minutes, and a
 * caller who was answered 202 still waits. What the order did to the card is read with it. And to the reason of a failure
 * that its event did not explain.
 */
@ApplicationScoped
class OrderFollowUp {

    private static final Logger LOG = Logger.getLogger(OrderFollowUp.class);

    private static final Duration LONGEST_PAUSE = Duration.ofHours(6);

    private final OpenOrders orders;
    private final OperationEnds ends;
    private final Cards cards;
    private final Uqpay uqpay;
    private final InstantSource clock;
    private final OrderFollowUpConfig config;
    private final BackOff pauses;

    OrderFollowUp(
            OpenOrders orders,
            OperationEnds ends,
            Cards cards,
            Uqpay uqpay,
            InstantSource clock,
            OrderFollowUpConfig config) {
        this.orders = orders;
        this.ends = ends;
        this.cards = cards;
        this.uqpay = uqpay;
        this.clock = clock;
        this.config = config;
        this.pauses = new BackOff(config.every(), LONGEST_PAUSE);
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started, Duties duties) {
        duties.begin("open-orders", config.every(), this::pass);
    }

    /** One pass; ends early when UQPAY may not be asked. */
    Uni<Void> pass(DutyLease turn) {
        Instant before = clock.instant().minus(config.openFor());
        return orders.due(before, config.batch())
                .flatMap(open -> followed(turn, open))
                .flatMap(done -> orders.unexplained(before, config.batch()))
                .flatMap(unexplained -> followed(turn, unexplained));
    }

    private Uni<Void> followed(DutyLease turn, List<Operation> operations) {
        return Multi.createFrom()
                .iterable(operations)
                .onItem()
                .transformToUniAndConcatenate(operation -> turn.goesOn()
                        .flatMap(mine ->
                                mine ? followed(operation) : Uni.createFrom().voidItem()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> followed(Operation operation) {
        return uqpay.order(Objects.requireNonNull(operation.cardOrderId()), CallPurpose.SWEEP)
                .flatMap(order -> isNews(operation, order) ? ended(operation, order) : putOff(operation))
                // one that cannot be settled must not keep the others from being asked for; a store that is away ends
                // the pass
                .onFailure(failure -> !(failure instanceof UqpayNotSentException))
                .recoverWithUni(failure -> {
                    if (!(failure instanceof UqpayException)) {
                        LOG.warnf(
                                "the order of operation %s will be read later: %s",
                                operation.operationId(), failure.getClass().getSimpleName());
                    }
                    return putOff(operation);
                });
    }

    private static boolean isNews(Operation operation, UqpayOrder order) {
        return "FAILED".equals(operation.orderStatus())
                ? order.failed() && order.failureCode() != null
                : order.succeeded() || order.failed();
    }

    private Uni<Void> ended(Operation operation, UqpayOrder order) {
        UUID cardId = operation.cardId() == null ? order.cardId() : operation.cardId();
        if (cardId == null) {
            return putOff(operation);
        }
        return operation.kind() == OperationKind.ISSUE_CARD && order.failed()
                ? notMade(operation, order, cardId)
                : cards.confirm(
                        cardId,
                        session -> ends.accept(session, OperationEnds.End.followed(operation.operationId(), order)));
    }

    /** What the event of a card that is not made would have told, and why: a read of the card does not say that. */
    private Uni<Void> notMade(Operation operation, UqpayOrder order, UUID cardId) {
        String orderId = operation.cardOrderId();
        CardReport report = new CardReport(
                cardId,
                orderId,
                new CardSignal.ProvisioningFailed(),
                CardFacts.builder()
                        .order(orderId, order.orderStatus())
                        .failure(order.failureCode())
                        .build(),
                new CardReport.Source(ChangeCause.RECONCILIATION, null, operation.operationId(), orderId));
        return cards.take(List.of(report)).replaceWithVoid();
    }

    /** A sandbox's order may stay PENDING for good ({@code uqpay/api.md} 10.8): it is asked for less and less. */
    private Uni<Void> putOff(Operation operation) {
        return orders.askAgain(operation.operationId(), clock.instant().plus(pauses.after(operation.attempts())));
    }
}
