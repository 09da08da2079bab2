// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.LogTail;
import dev.cardwire.stream.fanout.SseFrames;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHubs;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How a replica that stops takes leave of its streams: said first, then closed little by little. */
@Singleton
class StreamDrain {

    private static final int SLICES = 20;

    private final Vertx vertx;
    private final StreamLimits limits;
    private final StreamHubs hubs;
    private final LogTail tail;
    private final StreamConfig.Pace pace;

    StreamDrain(Vertx vertx, StreamLimits limits, StreamHubs hubs, LogTail tail, StreamConfig config) {
        this.vertx = vertx;
        this.limits = limits;
        this.hubs = hubs;
        this.tail = tail;
        this.pace = config.pace();
    }

    /** The server still answers during the delay; new streams are sent elsewhere from now on. */
    void stopping(@Observes ShutdownDelayInitiatedEvent event) {
        begin();
    }

    /** Whatever is left, or everything when there was no delay. */
    void stopped(@Observes ShutdownEvent event) {
        begin();
        close(1);
    }

    private void begin() {
        if (!limits.closeDoors()) {
            return;
        }
        hubs.each(hub -> hub.forEach(
                stream -> stream.takeLeave(SseFrames.draining(Jitter.between(pace.awayMin(), pace.awayMax())))));
        Duration drain = pace.drain();
        for (int slice = 1; slice <= SLICES; slice++) {
            int left = SLICES - slice + 1;
            vertx.setTimer(Math.max(1, drain.toMillis() * slice / SLICES), ignored -> close(left));
        }
    }

    /** Closes one of {@code left} parts, after one more look at the log: what committed before is still delivered. */
    private void close(int left) {
        tail.afterNextRead(() -> hubs.each(hub -> hub.endSome(left)));
    }
}
