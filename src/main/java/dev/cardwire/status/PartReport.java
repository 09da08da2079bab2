// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a part reports about itself.
 *
 * @param detail a line for operators: figures, and what the state costs
 * @param since when it came into this state; null when the part does not know
 */
public record PartReport(
        PartState state, String detail, @Nullable Instant since) {

    public static PartReport ok(String detail) {
        return new PartReport(PartState.OK, detail, null);
    }

    public static PartReport degraded(String detail) {
        return new PartReport(PartState.DEGRADED, detail, null);
    }

    public static PartReport down(String detail) {
        return new PartReport(PartState.DOWN, detail, null);
    }

    public PartReport since(Instant start) {
        return new PartReport(state, detail, start);
    }
}
