// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Steps of an operation that only its own package takes, for tests of other rooms. */
@ApplicationScoped
public class OperationSteps {

    private final Claims claims;

    OperationSteps(Claims claims) {
        this.claims = claims;
    }

    /** Wins the right to carry an intent out, whose key nobody has used. */
    public UUID claim(Intent intent) {
        return ((Claims.Claim.Won) claims.claim(intent).await().indefinitely()).operationId();
    }

    /** Whether the operation is noted as sent now. */
    public static boolean send(Operations operations, UUID id, ObjectNode request) {
        return operations.send(id, request).await().indefinitely();
    }

    /** An operation that issues a card, without anything else known of it. */
    public static Operation issuing(UUID id, Instant createdAt) {
        OperationRow row = new OperationRow();
        row.operationId = id;
        row.kind = OperationKind.ISSUE_CARD;
        row.createdAt = createdAt;
        return row.operation();
    }

    /** Operations of which a row is read so. */
    @SuppressWarnings("NullAway") // nothing else is called
    public static Operations reading(Uni<Optional<Operation>> row) {
        return new Operations(null, null, null, null) {
            @Override
            public Uni<Optional<Operation>> find(UUID operationId) {
                return row;
            }
        };
    }
}
