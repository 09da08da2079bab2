// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.OperationEnds;
import dev.cardwire.issuing.operation.OperationState;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.reading.CardReadReports;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayPage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Looks for the effect of an operation that may no longer be repeated: the card that carries its tag, the order that is
 * known. Money without an order is never joined by its amount: two callers may well have moved the same.
 */
@ApplicationScoped
class EffectSearch {

    private static final int PAGE = 100;
    private static final int MAX_PAGES = 50;

    /** No clock or zone of a time without one is further off. */
    private static final Duration OFF = Duration.ofDays(1);

    private final Uqpay uqpay;
    private final Cards cards;
    private final Operations operations;

    EffectSearch(Uqpay uqpay, Cards cards, Operations operations) {
        this.uqpay = uqpay;
        this.cards = cards;
        this.operations = operations;
    }

    /**
     * Whether the operation's end was found and written; fails with what kept UQPAY from being looked at.
     *
     * @param body what was sent; empty when it cannot be read any more
     */
    Uni<Boolean> at(Operation operation, Optional<ObjectNode> body) {
        if (operation.cardOrderId() != null) {
            return order(operation, operation.cardOrderId());
        }
        return switch (operation.kind()) {
            case ISSUE_CARD ->
                tagged(operation, of(body), 1).flatMap(found -> found.map(card -> adopt(operation, card))
                        .orElseGet(() -> Uni.createFrom().item(false)));
            case UPDATE_STATUS -> effect(operation, card -> body.filter(asked -> EffectCheck.status(asked, card)));
            case UPDATE_CARD -> effect(operation, card -> body.filter(asked -> EffectCheck.update(asked, card)));
            case UPDATE_CARDHOLDER -> cardholder(operation, body);
            case RECHARGE, WITHDRAW, CREATE_CARDHOLDER -> Uni.createFrom().item(false);
        };
    }

    private Uni<Boolean> order(Operation operation, String orderId) {
        return uqpay.order(orderId, CallPurpose.RECOVERY)
                .flatMap(order -> operations.end(OperationEnds.End.seen(operation.operationId(), order, orderId)))
                .replaceWith(true);
    }

    /** A change whose order is not known is done when the card shows it. */
    private Uni<Boolean> effect(Operation operation, Function<UqpayCard, Optional<?>> shown) {
        UUID cardId = Objects.requireNonNull(operation.cardId());
        return uqpay.card(cardId, CallPurpose.RECOVERY).flatMap(card -> {
            if (shown.apply(card).isEmpty()) {
                return Uni.createFrom().item(false);
            }
            // its event may be lost like its answer: what the card has become is read in as any other read is
            OperationEnds.End end = OperationEnds.End.seen(operation.operationId(), cardId);
            return cards.confirm(cardId, session -> operations.end(session, end))
                    .replaceWith(true);
        });
    }

    private Uni<Boolean> cardholder(Operation operation, Optional<ObjectNode> body) {
        UUID cardholderId = Objects.requireNonNull(operation.cardholderId());
        return uqpay.cardholder(cardholderId, CallPurpose.RECOVERY)
                .flatMap(holder -> body.filter(asked -> EffectCheck.cardholder(asked, holder))
                                .isPresent()
                        ? operations
                                .end(OperationEnds.End.ofCardholder(operation.operationId(), cardholderId))
                                .replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    /** A cardholder's own cards are far fewer pages than all. */
    private static UqpayCardFilter of(Optional<ObjectNode> body) {
        return body.map(asked -> asked.path("cardholder_id").asText())
                .map(holder -> new UqpayCardFilter(null, UUID.fromString(holder)))
                .orElse(UqpayCardFilter.ALL);
    }

    /**
     * The card that carries the tag; lists are newest first (uqpay/api.md 4) and cannot be asked by metadata, so the look ends
     * with the cards that were there before the request. Fails where it goes on too long: a card that was not looked for is
     * not a card that is not there.
     */
    private Uni<Optional<UqpayCard>> tagged(Operation operation, UqpayCardFilter filter, int page) {
        return uqpay.cards(page, PAGE, filter, CallPurpose.RECOVERY).flatMap(found -> {
            Optional<UqpayCard> card = found.items().stream()
                    .filter(item -> item.operationId()
                            .filter(operation.operationId()::equals)
                            .isPresent())
                    .findFirst();
            if (card.isPresent() || found.isLast(page) || wasThereBefore(operation, found.items())) {
                return Uni.createFrom().item(card);
            }
            return page < MAX_PAGES
                    ? tagged(operation, filter, page + 1)
                    : Uni.createFrom().failure(UqpayPage.withoutEnd(MAX_PAGES));
        });
    }

    /** A card without a time says nothing, nor does a page without cards. */
    private static boolean wasThereBefore(Operation operation, List<UqpayCard> page) {
        Instant asked = operation.createdAt();
        List<Instant> made = page.stream()
                .map(UqpayCard::createTime)
                .filter(Objects::nonNull)
                .toList();
        return asked != null && !made.isEmpty() && made.stream().allMatch(time -> time.isBefore(asked.minus(OFF)));
    }

    /** The report carries the tag, so taking it in ends the operation; unless an operator gave its card to another one. */
    private Uni<Boolean> adopt(Operation operation, UqpayCard card) {
        CardReport report = CardReadReports.report(card, ChangeCause.RECONCILIATION, null);
        return cards.take(List.of(report))
                .flatMap(taken -> operations.find(operation.operationId()))
                .map(now -> now.filter(found -> found.state() == OperationState.ACCEPTED)
                        .isPresent());
    }
}
