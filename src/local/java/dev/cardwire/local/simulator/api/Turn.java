// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import dev.cardwire.local.simulator.wire.Answer;

/** What became of a call on the lane. {@code runningKey} is to be ended when the answer is out; blank if there is none. */
record Turn(Answer answer, String runningKey, int latencyMillis) {}
