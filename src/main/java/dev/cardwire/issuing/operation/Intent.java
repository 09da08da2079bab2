// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants done at UQPAY.
 *
 * @param idempotencyKey null when the call may go without one
 * @param target method and path, part of what a key stands for
 * @param body the caller's body, as parsed
 * @param fingerprint of target and body, made where they are read: of 8 MiB it takes long
 * @param cardId the card it changes; null for a creation
 * @param cardholderId the cardholder it changes; null for everything else
 * @param requestId of the request that asks for it; null before {@link Writes} fills it in
 */
public record Intent(
        OperationKind kind,
        String caller,
        @Nullable String idempotencyKey,
        String target,
        ObjectNode body,
        byte[] fingerprint,
        @Nullable UUID cardId,
        @Nullable UUID cardholderId,
        @Nullable String requestId) {

    public Intent(
            OperationKind kind,
            String caller,
            @Nullable String idempotencyKey,
            String target,
            ObjectNode body,
            @Nullable UUID cardId) {
        this(kind, caller, idempotencyKey, target, body, Fingerprint.of(target, body), cardId, null, null);
    }

    /** A change of a cardholder. */
    public static Intent ofCardholder(
            UUID cardholderId, String caller, @Nullable String idempotencyKey, String target, ObjectNode body) {
        return new Intent(
                OperationKind.UPDATE_CARDHOLDER,
                caller,
                idempotencyKey,
                target,
                body,
                Fingerprint.of(target, body),
                null,
                cardholderId,
                null);
    }

    /** What it changes; null for a creation. */
    @Nullable UUID subject() {
        return cardId == null ? cardholderId : cardId;
    }

    Intent of(@Nullable String request) {
        return new Intent(kind, caller, idempotencyKey, target, body, fingerprint, cardId, cardholderId, request);
    }
}
