// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.cardwire.uqpay.UqpayOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order under UQPAY's own names, its amount as a decimal string. */
record OrderView(
        String cardOrderId,
        @Nullable UUID cardId,
        @Nullable String orderType,
        @Nullable String orderStatus,
        @Nullable String amount,
        @Nullable String cardCurrency,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String failureCode,
        @Nullable Instant createTime,
        @Nullable Instant updateTime,
        @Nullable Instant completeTime) {

    static OrderView of(UqpayOrder order) {
        BigDecimal amount = order.amount();
        return new OrderView(
                order.cardOrderId(),
                order.cardId(),
                order.orderType(),
                order.orderStatus(),
                amount == null ? null : amount.toPlainString(),
                order.cardCurrency(),
                order.failureCode(),
                order.createTime(),
                order.updateTime(),
                order.completeTime());
    }
}
