// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.ChangesCommitted;
import dev.cardwire.cluster.Bell;
import dev.cardwire.start.StartOrder;
import dev.cardwire.stream.fanout.LogTail;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHubs;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Everything of the streams that happens by time or by a ring; what is to happen is decided elsewhere. */
@Singleton
class StreamClock {

    private final Vertx vertx;
    private final LogTail tail;
    private final StreamHubs hubs;
    private final OpenTickets open;
    private final Bell bell;
    private final StreamConfig config;
    private final List<Long> timers = new ArrayList<>();

    StreamClock(Vertx vertx, LogTail tail, StreamHubs hubs, OpenTickets open, Bell bell, StreamConfig config) {
        this.vertx = vertx;
        this.tail = tail;
        this.hubs = hubs;
        this.open = open;
        this.bell = bell;
        this.config = config;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent event, StreamLimits limits, MeterRegistry meters) {
        meters.gauge("cardwire.stream.open", limits, StreamLimits::open);
        meters.gauge("cardwire.stream.tail.lag.positions", tail, LogTail::lag);
        meters.gauge("cardwire.stream.tail.lag.seconds", tail, LogTail::lagSeconds);
        bell.onRing(tail::wake);
        every(config.tail().every(), tail::wake);
        every(Duration.ofSeconds(1), () -> {
            tail.checkHead();
            hubs.tick();
        });
        every(config.pace().revocations(), open::look);
        tail.wake();
    }

    /** After a commit of this replica: its own tail reads at once, the others when the bell reaches them. */
    void committed(@Observes ChangesCommitted changes) {
        bell.ring();
    }

    /** Timers outlive the application in dev mode, where the next one runs on the same event loops. */
    void stop(@Observes ShutdownEvent event) {
        timers.forEach(vertx::cancelTimer);
    }

    private void every(Duration interval, Runnable action) {
        timers.add(vertx.setPeriodic(Math.max(1, interval.toMillis()), ignored -> action.run()));
    }
}
