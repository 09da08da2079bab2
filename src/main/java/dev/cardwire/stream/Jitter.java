// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Random waits, so that clients who lost their streams together do not come back together. */
final class Jitter {

    private Jitter() {}

    static Duration between(Duration shortest, Duration longest) {
        long least = shortest.toMillis();
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least, Math.max(least, longest.toMillis()) + 1));
    }
}
