// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * UQPAY's clock, learnt from the {@code Date} of its answers. The header has whole seconds, so one answer gives the
 * difference only to within a second and its travel time; several narrow it, and one that contradicts them starts anew.
 */
@ApplicationScoped
class UpstreamClock {

    private static final Duration ALL_THAT_DATE_HIDES = Duration.ofSeconds(1);
    /** Clocks drift: an estimate is narrowed for so long and then begun again. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private final InstantSource clock;
    private Duration least = Duration.ZERO;
    private Duration most = Duration.ZERO;
    private Instant begun = Instant.MIN;

    UpstreamClock(InstantSource clock) {
        this.clock = clock;
    }

    Instant now() {
        return at(clock.instant());
    }

    /** The moment of our clock on UQPAY's. */
    synchronized Instant at(Instant ours) {
        return ours.plus(least.plus(most).dividedBy(2));
    }

    synchronized void learn(Answer answer) {
        Instant date = answer.date();
        if (date == null) {
            return;
        }
        Instant now = clock.instant();
        Duration atLeast = Duration.between(now, date);
        Duration atMost = Duration.between(answer.sentAt(), date.plus(ALL_THAT_DATE_HIDES));
        boolean contradicts = atLeast.compareTo(most) > 0 || atMost.compareTo(least) < 0;
        if (contradicts || begun.equals(Instant.MIN) || now.isAfter(begun.plus(KEPT))) {
            begun = now;
            least = atLeast;
            most = atMost;
            return;
        }
        least = atLeast.compareTo(least) > 0 ? atLeast : least;
        most = atMost.compareTo(most) < 0 ? atMost : most;
    }
}
