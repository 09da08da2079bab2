// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A write at UQPAY, from the intent to its known end. Rows are moved on by {@link Operations} alone. */
@Entity
@Table(name = "operation")
@SuppressWarnings("NullAway.Init")
class OperationRow extends PanacheEntityBase {

    @Id
    UUID operationId;

    @Enumerated(EnumType.STRING)
    OperationKind kind;

    @Enumerated(EnumType.STRING)
    OperationState state;

    String caller;

    /** The request that made it. */
    @Nullable String requestId;

    /** Null when the key was freed or the request carried none. */
    @Nullable String idempotencyKey;

    /** Method and path that the key was used on. */
    String target;

    byte[] fingerprint;

    /** Every repeat of this write at UQPAY carries it, so that UQPAY does it once. */
    UUID upstreamKey;

    @Nullable UUID cardId;

    @Nullable String cardOrderId;

    @Nullable UUID cardholderId;

    @Nullable String orderStatus;

    @Nullable String failureCode;

    /** The answer's own parts that a replay repeats. */
    @Column(columnDefinition = "text")
    @Nullable String answer;

    /** Why it was refused or is in doubt, as a problem. */
    @Column(columnDefinition = "text")
    @Nullable String problem;

    /** How an operator settled it. */
    @Column(columnDefinition = "text")
    @Nullable String resolution;

    int attempts;
    Instant deadline;

    @Nullable Instant sentAt;

    Instant createdAt;

    @Nullable Instant endedAt;

    protected OperationRow() {}

    Operation operation() {
        return new Operation(
                operationId,
                kind,
                state,
                caller,
                requestId,
                upstreamKey,
                fingerprint,
                cardId,
                cardOrderId,
                cardholderId,
                orderStatus,
                failureCode,
                answer,
                problem,
                resolution,
                attempts,
                deadline,
                sentAt,
                createdAt);
    }

    static List<Operation> operations(List<OperationRow> rows) {
        return rows.stream().map(OperationRow::operation).toList();
    }
}
