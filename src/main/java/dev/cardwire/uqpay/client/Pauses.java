// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Waiting, as something a test can own. */
@FunctionalInterface
interface Pauses {

    Uni<Void> pause(Duration length);

    /** The pause before try {@code tries + 1}: doubled each time up to the longest, and spread so that callers do not return together. */
    static Duration backOff(Duration first, Duration longest, int tries) {
        long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(tries, 16));
        return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
