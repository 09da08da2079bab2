// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import java.time.Instant;
import java.util.UUID;

/** What became of the attempt to be the one that carries out an intent. */
sealed interface Claim {

    /**
     * It is this request's to do.
     *
     * @param deadline nothing of it is sent for the first time after this; then it belongs to recovery
     */
    record Won(UUID operationId, UUID upstreamKey, Instant deadline) implements Claim {}

    /** The key was used for the same request before. */
    record Known(Operation operation) implements Claim {}

    /** The key was used for another request. */
    record Reused() implements Claim {}
}
