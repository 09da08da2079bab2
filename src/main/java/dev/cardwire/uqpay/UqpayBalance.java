// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The issuing balance of one currency ({@code uqpay/api.md} 10.14). */
public record UqpayBalance(
        @Nullable String balanceId,
        String currency,
        @Nullable BigDecimal availableBalance,
        @Nullable BigDecimal marginBalance,
        @Nullable BigDecimal frozenBalance,
        @Nullable String balanceStatus,
        @Nullable Instant createTime,
        @Nullable Instant lastTradeTime) {}
