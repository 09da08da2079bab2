// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import dev.cardwire.local.simulator.wire.Answer;

/** What became of a call on the lane. {@code runningKey} ends when the answer is out; it is blank for a call without a key. */
record Turn(Answer answer, String runningKey, int latencyMillis, Pace pace) {
    /** The same with another answer. */
    Turn answeredBy(Answer other) {
        return new Turn(other, runningKey, latencyMillis, pace);
    }
}
