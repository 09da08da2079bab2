// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import java.math.BigDecimal;
import java.time.Instant;

/** One move of a balance's money; the amount is negative when money left. */
public record LedgerEntry(
        String transactionId,
        String balanceId,
        String currency,
        String type,
        BigDecimal amount,
        BigDecimal endingBalance,
        String description,
        Instant time) {}
