// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An operation as callers see it ({@code docs/api.md} 2.9). */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record OperationView(
        UUID operationId,
        OperationKind kind,
        OperationState state,
        @JsonInclude @Nullable UUID cardId,
        @JsonInclude @Nullable String cardOrderId,
        Instant createdAt,
        @Nullable String orderStatus,
        @Nullable String failureCode,
        @Nullable UUID cardholderId,
        String caller,
        @Nullable String requestId,
        @JsonRawValue @Nullable String resolution,
        @JsonRawValue @Nullable String problem) {

    /** The view of an operation as it was read. */
    public static OperationView of(Operation operation) {
        return new OperationView(
                operation.operationId(),
                operation.kind(),
                operation.state(),
                operation.cardId(),
                operation.cardOrderId(),
                operation.createdAt(),
                operation.orderStatus(),
                operation.failureCode(),
                operation.cardholderId(),
                operation.caller(),
                operation.requestId(),
                operation.resolution(),
                operation.problem());
    }
}
