// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses that double with each failure, so that something that stays away is asked less and less.
 *
 * @param first the pause after the first failure
 * @param longest the limit of every pause
 */
public record BackOff(Duration first, Duration longest) {

    /** Beyond this the limit is reached, or the pause is longer than anybody waits. */
    private static final int MOST_DOUBLINGS = 20;

    /** The pause when {@code failures} others came before it. */
    public Duration after(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }

    /** At random between half of {@link #after} and all of it, so that callers do not return together. */
    public Duration spreadAfter(int failures) {
        long most = after(failures).toMillis();
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
