// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.Stream;

/** What operators see of the streams. */
@Singleton
public class StreamMeters {

    /** A change is delivered within a second of its commit, at most within five. */
    private static final Duration[] BUCKETS = Stream.of(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Counter delivered;
    private final Counter catchUps;
    private final Counter slowClosed;
    private final Timer delivery;

    StreamMeters(MeterRegistry registry) {
        this.registry = registry;
        this.delivered = registry.counter("cardwire.stream.delivered");
        this.catchUps = registry.counter("cardwire.stream.catchups");
        this.slowClosed = registry.counter("cardwire.stream.slow_closed");
        this.delivery = Timer.builder("cardwire.delivery")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        for (Admission verdict : Admission.values()) {
            if (verdict != Admission.WELCOME) {
                refusals(verdict);
            }
        }
    }

    void delivered(int changes) {
        if (changes > 0) {
            delivered.increment(changes);
        }
    }

    /** The changes of a batch are on their way to this replica's streams, which may be none. */
    void published(PublishedBatch batch, Instant now) {
        for (Announcement announcement : batch.announcements()) {
            Duration age = Duration.between(announcement.change().writtenAt(), now);
            delivery.record(age.isNegative() ? Duration.ZERO : age);
        }
    }

    /** A stream had to turn to the log because it did not read fast enough. */
    void caughtUp() {
        catchUps.increment();
    }

    void slowClosed() {
        slowClosed.increment();
    }

    /** A client was refused a stream. */
    public void refused(Admission reason) {
        refusals(reason).increment();
    }

    private Counter refusals(Admission reason) {
        return registry.counter(
                "cardwire.stream.refused", "reason", reason.name().toLowerCase(Locale.ROOT));
    }
}
