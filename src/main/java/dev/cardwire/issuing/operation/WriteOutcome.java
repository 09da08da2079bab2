// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.Problem;
import java.util.UUID;

/** How a write at UQPAY stands when its caller is answered. */
public sealed interface WriteOutcome {

    UUID operationId();

    /**
     * UQPAY took it on.
     *
     * @param answer what the caller is told, and told again on a replay
     */
    record Accepted(UUID operationId, ObjectNode answer) implements WriteOutcome {}

    /** UQPAY said no, beyond doubt. */
    record Refused(UUID operationId, Problem problem) implements WriteOutcome {}

    /** Not known yet; it is settled in the background. */
    record InDoubt(UUID operationId, OperationState state) implements WriteOutcome {}
}
