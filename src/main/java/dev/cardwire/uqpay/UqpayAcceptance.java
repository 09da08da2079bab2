package dev.cardwire.uqpay;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY took a write on; that is all it says ({@code uqpay/api.md} 10.3: never conclude success from it).
 *
 * @param cardId there for every creation of a card
 * @param cardOrderId there for every change of a card
 * @param cardStatus UQPAY's word
 * @param orderStatus upper case
 * @param createTime in UTC, or as UQPAY wrote it when that cannot be read
 */
public record UqpayAcceptance(
        @Nullable UUID cardId,
        @Nullable String cardOrderId,
        @Nullable String cardStatus,
        @Nullable String orderStatus,
        @Nullable String createTime,
        @Nullable UUID cardholderId) {

    private static final Set<String> KNOWN = Set.of("PENDING", "PROCESSING", "SUCCESS", "FAILED");

    /** How the order stands. One of which UQPAY says nothing that we know has no end yet, so it is followed to one. */
    public @Nullable String statusOfOrder() {
        boolean known = orderStatus != null && KNOWN.contains(orderStatus);
        return known || cardOrderId == null ? orderStatus : "PENDING";
    }
}
