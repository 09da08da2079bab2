// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One order ({@code uqpay/api.md} 10.7).
 *
 * @param orderType {@code CREATE_CARD} also where UQPAY said {@code CARD_CREATE}
 * @param orderStatus upper case
 */
public record UqpayOrder(
        String cardOrderId,
        @Nullable UUID cardId,
        @Nullable String orderType,
        @Nullable String orderStatus,
        @Nullable BigDecimal amount,
        @Nullable String cardCurrency,
        @Nullable String failureCode,
        @Nullable Instant createTime,
        @Nullable Instant updateTime,
        @Nullable Instant completeTime) {

    /** Whether it has ended with success. */
    public boolean succeeded() {
        return "SUCCESS".equals(orderStatus);
    }

    /** Whether it has ended without effect. */
    public boolean failed() {
        return "FAILED".equals(orderStatus);
    }
}
