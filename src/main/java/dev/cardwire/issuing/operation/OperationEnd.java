// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * That UQPAY accepted a write, and what is known by it. Names are the columns of the statement in {@link OperationEnds}.
 *
 * @param answer what a repeat is answered, as JSON; null where an answer of UQPAY's may still come
 * @param resolution how an operator settled it, as JSON
 */
@RegisterForReflection
public record OperationEnd(
        UUID operationId,
        @Nullable UUID cardId,
        @Nullable String cardOrderId,
        @Nullable UUID cardholderId,
        @Nullable String orderStatus,
        @Nullable String failureCode,
        @Nullable String answer,
        @Nullable String resolution) {

    /** No answer of UQPAY's will come any more: a repeat is answered from the row. */
    private static final String NO_ANSWER = "{}";

    static OperationEnd answered(UUID operationId, UqpayAcceptance acceptance, String answer) {
        return new OperationEnd(
                operationId,
                acceptance.cardId(),
                acceptance.cardOrderId(),
                acceptance.cardholderId(),
                acceptance.statusOfOrder(),
                acceptance.failureCode(),
                answer,
                null);
    }

    /** By an order that was read. */
    public static OperationEnd seen(UUID operationId, UqpayOrder order, String orderId) {
        UqpayAcceptance acceptance = new UqpayAcceptance(
                order.cardId(), orderId, null, order.orderStatus(), null, null, order.failureCode());
        return answered(operationId, acceptance, NO_ANSWER);
    }

    /** By the order of one that was answered already. */
    public static OperationEnd followed(UUID operationId, UqpayOrder order) {
        return new OperationEnd(
                operationId, null, null, null, order.orderStatus(), order.failureCode(), null, null);
    }

    /** By a card that shows what was asked for. */
    public static OperationEnd seen(UUID operationId, UUID cardId) {
        return new OperationEnd(operationId, cardId, null, null, null, null, NO_ANSWER, null);
    }
}
