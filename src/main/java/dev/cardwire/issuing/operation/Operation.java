// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.audit.AuditAction;
import dev.cardwire.audit.AuditEntry;
import dev.cardwire.audit.AuditOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A write at UQPAY as it stood when it was read. The bytes of its request, which can be megabytes, are no part of it.
 *
 * @param requestId the request that made it
 * @param upstreamKey every repeat of this write at UQPAY carries it, so that UQPAY does it once
 * @param fingerprint of the request that made it
 * @param answer the parts of UQPAY's answer that a replay repeats, as JSON
 * @param problem why it was refused or is in doubt, as a problem in JSON
 * @param resolution how an operator settled it, as JSON
 * @param attempts how often it was sent or searched for
 * @param deadline until then it belongs to the replica that sent it last; afterwards recovery takes it
 */
public record Operation(
        UUID operationId,
        OperationKind kind,
        OperationState state,
        String caller,
        @Nullable String requestId,
        UUID upstreamKey,
        byte[] fingerprint,
        @Nullable UUID cardId,
        @Nullable String cardOrderId,
        @Nullable UUID cardholderId,
        @Nullable String orderStatus,
        @Nullable String failureCode,
        @Nullable String answer,
        @Nullable String problem,
        @Nullable String resolution,
        int attempts,
        Instant deadline,
        @Nullable Instant sentAt,
        Instant createdAt) {

    /** The card or the cardholder that it changes; null for a creation whose answer is missing. */
    public @Nullable UUID subject() {
        return kind == OperationKind.UPDATE_CARDHOLDER ? cardholderId : cardId;
    }

    /** Its line in the audit log when it ends without its request, or long after that. */
    public AuditEntry audit(AuditOutcome outcome, Instant now) {
        return AuditEntry.ofOperation(
                AuditAction.valueOf(kind.name()),
                outcome,
                new AuditEntry.Asker(caller, requestId),
                operationId,
                cardId,
                Duration.between(createdAt, now).toMillis());
    }

    /**
     * An operation that a statement has just ended.
     *
     * @param was its state before
     */
    record Settled(
            UUID operationId,
            OperationState was,
            OperationKind kind,
            AuditEntry.Asker asker,
            @Nullable UUID cardId,
            long millis) {

        /** From the columns that {@link OperationEnds} returns. */
        static Settled of(Object[] row) {
            return new Settled(
                    UUID.fromString((String) row[0]),
                    OperationState.valueOf((String) row[1]),
                    OperationKind.valueOf((String) row[2]),
                    new AuditEntry.Asker((String) row[3], (String) row[4]),
                    row[5] == null ? null : UUID.fromString((String) row[5]),
                    ((Number) row[6]).longValue());
        }

        /** Its caller was answered that nothing had happened. */
        boolean countedAsUndone() {
            return was == OperationState.REFUSED || was == OperationState.NOT_SENT;
        }

        /** Its caller was answered that the outcome is not known. */
        boolean wasInDoubt() {
            return was == OperationState.IN_DOUBT || was == OperationState.UNRESOLVED;
        }

        AuditEntry entry(AuditOutcome outcome) {
            return AuditEntry.ofOperation(
                    AuditAction.valueOf(kind.name()), outcome, asker, operationId, cardId, millis);
        }
    }
}
