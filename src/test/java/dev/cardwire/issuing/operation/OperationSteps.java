// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;

/** Steps of an operation that only its own package takes, for tests of other rooms. */
public final class OperationSteps {

    private OperationSteps() {}

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
}
