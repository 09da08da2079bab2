// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * How far the machine's clock is from the one that all replicas share, PostgreSQL's. Replicas compare deadlines and
 * tickets of each other: one whose clock is wrong goes by the shared one.
 */
@Singleton
public class SharedClock {

    /** Below this nothing that is compared notices, and correcting would only make times jump. */
    private static final Duration TOLERATED = Duration.ofSeconds(5);

    private volatile Duration ahead = Duration.ZERO;

    /**
     * Notes a measurement.
     *
     * @param ahead by how much the machine's clock is ahead of the shared one
     */
    public void measured(Duration ahead) {
        this.ahead = ahead;
    }

    /** By how much the machine's clock is ahead of the shared one, as last measured. */
    public Duration ahead() {
        return ahead;
    }

    /** Whether the machine's clock is so far off that the shared one counts. */
    public boolean isCorrected() {
        return ahead.abs().compareTo(TOLERATED) > 0;
    }

    Duration correction() {
        return isCorrected() ? ahead.negated() : Duration.ZERO;
    }
}
