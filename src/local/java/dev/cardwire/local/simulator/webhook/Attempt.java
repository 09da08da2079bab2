// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import java.time.Instant;

/** One post of one event: the status and the beginning of the answer, or the error in their place. */
public record Attempt(Instant at, Integer status, String answer, String error) {
    boolean delivered() {
        return status != null && status == 200;
    }
}
