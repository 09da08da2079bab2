// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.lane;

import java.time.Duration;
import java.time.Instant;

/** Something that must happen later, kept in the journal. A scaled one waits {@code waitMillis} times the time scale. */
public record Alarm(String kind, String subject, Instant setAt, long waitMillis, boolean scaled) {
    public String id() {
        return id(kind, subject);
    }

    static String id(String kind, String subject) {
        return kind + ":" + subject;
    }

    Duration left(Instant now, double timeScale) {
        long wait = scaled ? Math.round(waitMillis * timeScale) : waitMillis;
        return Duration.between(now, setAt.plusMillis(wait));
    }
}
