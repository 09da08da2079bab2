// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import java.time.Instant;

/** What a card is made with and keeps for life. The number is whole here and masked everywhere else. */
public record CardTerms(
        String cardId,
        String cardOrderId,
        String productId,
        String cardBin,
        String cardScheme,
        String modeType,
        String currency,
        String cardholderId,
        String cardNumber,
        String usageType,
        String autoCancelTrigger,
        Instant expiryAt,
        Instant createTime,
        String idempotencyKey) {

    public boolean isSingle() {
        return modeType.equals("SINGLE");
    }

    public boolean isOneTime() {
        return usageType.equals("ONE_TIME");
    }

    /** As REST answers mask it. */
    public String restNumber() {
        return "************" + cardNumber.substring(12);
    }

    /** As events mask it. */
    public String eventNumber() {
        return cardNumber.substring(0, 8) + "****" + cardNumber.substring(12);
    }
}
