// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import java.math.BigDecimal;
import java.time.Instant;

/** One use of a card. {@code billing} is what it costs the card, the fee included, in the card's currency. */
public record SimulatedTransaction(
        String transactionId,
        String shortTransactionId,
        String originalTransactionId,
        String cardId,
        String type,
        String status,
        BigDecimal amount,
        String currency,
        BigDecimal billing,
        String billingCurrency,
        BigDecimal fee,
        BigDecimal cardAvailableBalance,
        String authorizationCode,
        String description,
        String merchantName,
        String merchantCategoryCode,
        Instant time) {

    boolean isApproved() {
        return status.equals("APPROVED");
    }
}
