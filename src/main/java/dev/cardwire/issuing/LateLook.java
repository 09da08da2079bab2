package dev.cardwire.issuing;

import dev.cardwire.card.CardReport;
import dev.cardwire.card.CardWork;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/**
 * Looks for the effect of an operation that may no longer be repeated: the card that carries its tag, the order that is
 * known. Money without an order is never joined by its amount: two callers may well have moved the same.
 */
@ApplicationScoped
class LateLook {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 50;

    private final Uqpay uqpay;
    private final Cards cards;
    private final Operations operations;

    LateLook(Uqpay uqpay, Cards cards, Operations operations) {
        this.uqpay = uqpay;
        this.cards = cards;
        this.operations = operations;
    }

    /** Whether the operation's end was found and written. */
    Uni<Boolean> at(Operation operation) {
        if (operation.cardOrderId != null) {
            return order(operation, operation.cardOrderId);
        }
        return switch (operation.kind) {
            case ISSUE_CARD ->
                tagged(operation, 1).flatMap(found -> found.map(card -> adopt(card))
                        .orElseGet(() -> Uni.createFrom().item(false)));
            case RECHARGE, WITHDRAW, UPDATE_CARD, UPDATE_STATUS, CREATE_CARDHOLDER ->
                Uni.createFrom().item(false);
        };
    }

    private Uni<Boolean> order(Operation operation, String orderId) {
        return uqpay.order(orderId, CallPurpose.RECOVERY).flatMap(order -> {
            UqpayAcceptance taken = new UqpayAcceptance(order.cardId(), orderId, null, order.orderStatus(), null, null);
            return operations.accepted(operation.operationId, taken, "{}").replaceWith(true);
        });
    }

    /** The card that carries the tag; lists are newest first and cannot be asked by metadata. */
    private Uni<Optional<UqpayCard>> tagged(Operation operation, int page) {
        return uqpay.cards(page, PAGE, UqpayCardFilter.ALL, CallPurpose.RECOVERY)
                .flatMap(found -> {
                    Optional<UqpayCard> card = found.items().stream()
                            .filter(item -> item.operationId()
                                    .filter(operation.operationId::equals)
                                    .isPresent())
                            .findFirst();
                    boolean last = page >= found.totalPages() || page >= MAX_PAGES;
                    return card.isPresent() || last ? Uni.createFrom().item(card) : tagged(operation, page + 1);
                });
    }

    /** The report carries the tag, so taking it in ends the operation. */
    private Uni<Boolean> adopt(UqpayCard card) {
        CardReport report = CardReadings.report(card, ChangeCause.RECONCILIATION, null);
        return cards.take(List.of(report), CardWork.NOTHING_ELSE).replaceWith(true);
    }
}
