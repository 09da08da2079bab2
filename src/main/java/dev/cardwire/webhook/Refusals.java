// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Whether this replica has answered 503 for so long, without taking a single event in between, that UQPAY gave up on
 * some. Between two refusals without a 200 nothing was taken; before the first and after the last nobody knows, so a
 * quiet time is never counted.
 */
final class Refusals {

    private final Duration outage;
    private final InstantSource clock;
    private @Nullable Instant first;
    private Instant last = Instant.EPOCH;
    private boolean owed;

    Refusals(Duration outage, InstantSource clock) {
        this.outage = outage;
        this.clock = clock;
    }

    /** An event was answered 503. */
    synchronized void refused() {
        last = clock.instant();
        first = first == null ? last : first;
    }

    /** An event was stored: what was refused before is sent again, as far as UQPAY has not given up. */
    synchronized void taken() {
        owed |= wasLong();
        first = null;
    }

    /** Whether there was an outage that was not noted yet. */
    synchronized boolean isOwed() {
        if (wasLong()) {
            owed = true;
            // it may go on: each further one is noted too
            first = last;
        } else if (last.plus(outage).isBefore(clock.instant())) {
            first = null;
        }
        return owed;
    }

    synchronized void noted() {
        owed = false;
    }

    private boolean wasLong() {
        return first != null && Duration.between(first, last).compareTo(outage) >= 0;
    }
}
