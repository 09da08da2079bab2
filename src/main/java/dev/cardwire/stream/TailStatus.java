// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import dev.cardwire.stream.fanout.LogTail;
import dev.cardwire.stream.fanout.StreamHubs;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;

/** How far this replica's streams are behind the log. */
@ApplicationScoped
class TailStatus implements StatusSource {

    /** The tail reads several times a second; slower than this, people notice. */
    private static final double LATE_SECONDS = 5;

    /** Whoever waits for so long has turned away. */
    private static final double LOST_SECONDS = 60;

    private static final double MILLIS = 1_000;

    private final LogTail tail;
    private final StreamHubs hubs;
    private final InstantSource clock;

    TailStatus(LogTail tail, StreamHubs hubs, InstantSource clock) {
        this.tail = tail;
        this.hubs = hubs;
        this.clock = clock;
    }

    @Override
    public String part() {
        return "tail_lag";
    }

    @Override
    public Uni<PartReport> report() {
        return Uni.createFrom().item(lag());
    }

    private PartReport lag() {
        if (!hubs.haveStarted()) {
            return PartReport.down("the log of changes has not been found yet");
        }
        double seconds = tail.lagSeconds();
        String detail = String.format(Locale.ROOT, "%d changes and %.1f s behind the log", tail.lag(), seconds);
        if (seconds < LATE_SECONDS) {
            return PartReport.ok(detail);
        }
        PartReport late = seconds < LOST_SECONDS ? PartReport.degraded(detail) : PartReport.down(detail);
        return late.since(clock.instant().minus(Duration.ofMillis(Math.round(seconds * MILLIS))));
    }
}
