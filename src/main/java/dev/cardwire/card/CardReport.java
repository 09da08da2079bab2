// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.log.ChangeCause;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody learnt about one card: found by its id, else by the order that made it.
 *
 * @param cardId null when the source names only the order
 * @param createdBy the order that made the card, for a source that may come before its id is known; null for any other
 * @param source why it is reported, and what caused it
 */
public record CardReport(
        @Nullable UUID cardId, @Nullable String createdBy, CardSignal signal, CardFacts facts, Source source) {

    /**
     * The source of the report, and the operation that it belongs to.
     *
     * @param eventId the webhook's event; null for any other cause
     * @param operationId the operation; null when none is known to be behind it
     * @param orderId the order that the source speaks of, whatever it was for
     */
    public record Source(
            ChangeCause cause,
            @Nullable UUID eventId,
            @Nullable UUID operationId,
            @Nullable String orderId) {}

    /** The same report of a card that is known by the order it speaks of. */
    CardReport about(@Nullable UUID card) {
        return new CardReport(card, createdBy, signal, facts, source);
    }

    /** Whether nothing in it says of which card it is, or ever will. */
    public boolean namesNoCard() {
        return cardId == null && createdBy == null;
    }

    /** The order that made its card, as far as it knows. */
    @Nullable String maker() {
        return facts.cardOrderId() == null ? createdBy : facts.cardOrderId();
    }

    /** The order it speaks of: the one that made the card, or one that changed it. */
    @Nullable String order() {
        return createdBy == null ? source.orderId() : createdBy;
    }

    /** The orders that these reports speak of, where they name no card. */
    public static Set<String> ordersWithoutCard(List<CardReport> reports) {
        return reports.stream()
                .filter(report -> report.cardId() == null)
                .map(CardReport::order)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The same reports, each that names no card now with the card of its order, as far as that is given. */
    public static List<CardReport> named(List<CardReport> reports, Map<String, UUID> cards) {
        return reports.stream()
                .map(report -> report.cardId() == null && report.order() != null
                        ? report.about(cards.get(report.order()))
                        : report)
                .toList();
    }

    /** The same report for another reason. */
    public CardReport because(ChangeCause cause) {
        Source told = new Source(cause, source.eventId(), source.operationId(), source.orderId());
        return new CardReport(cardId, createdBy, signal, facts, told);
    }

    /** The same report of a card that this order is known to have made: reports that wait for the order find it. */
    public CardReport madeBy(String orderId) {
        return new CardReport(cardId, orderId, signal, facts, source);
    }

    /** Whether it makes a card known that was not. */
    boolean introduces() {
        return cardId != null
                && (signal instanceof CardSignal.Accepted
                        || signal instanceof CardSignal.Provisioned
                        || signal instanceof CardSignal.ProvisioningFailed
                        || signal instanceof CardSignal.ReadBack);
    }
}
