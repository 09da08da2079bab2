// SPDX-License-Identifier: Apache-2.0
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
 * @param failureCode why the order failed, where it did at once
 */
public record UqpayAcceptance(
        @Nullable UUID cardId,
        @Nullable String cardOrderId,
        @Nullable String cardStatus,
        @Nullable String orderStatus,
        @Nullable String createTime,
        @Nullable UUID cardholderId,
        @Nullable String failureCode) {

    private static final Set<String> KNOWN = Set.of("PENDING", "PROCESSING", "SUCCESS", "FAILED");

    /** A cardholder was made, which takes no order. */
    public static UqpayAcceptance ofCardholder(UUID cardholderId) {
        return new UqpayAcceptance(null, null, null, null, null, cardholderId, null);
    }

    /** The same, of this card. */
    public UqpayAcceptance of(UUID card) {
        return new UqpayAcceptance(card, cardOrderId, null, orderStatus, createTime, null, failureCode);
    }

    /** How the order stands. One of which UQPAY says nothing that we know has no end yet, so it is followed to one. */
    public @Nullable String statusOfOrder() {
        boolean known = orderStatus != null && KNOWN.contains(orderStatus);
        return known || cardOrderId == null ? orderStatus : "PENDING";
    }
}
