// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.start.StartOrder;
import dev.cardwire.stream.fanout.Peer;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHubs;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Ends the streams of clients that vanished without a word, or that stopped reading, although the kernel still takes some
 * bytes for them; whatever the sockets: Java's own, the only ones of a native
 * executable, do not know {@link ClientTimeout}'s option.
 */
@Singleton
class SilentClients {

    private static final Logger LOG = Logger.getLogger(SilentClients.class);

    /** A reading lists every connection of this host or pod: some milliseconds for ten thousand, beside the event loops. */
    private static final Duration BETWEEN_READINGS = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final StreamHubs hubs;
    private final StreamConfig config;
    private final InstantSource time;
    private final Map<Peer, Long> silentSince = new HashMap<>();
    private final AtomicBoolean reading = new AtomicBoolean();
    private volatile boolean anyShut;
    private long timer = -1;

    SilentClients(Vertx vertx, StreamHubs hubs, StreamConfig config, InstantSource time) {
        this.vertx = vertx;
        this.hubs = hubs;
        this.config = config;
        this.time = time;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        if (KernelQueues.canBeRead()) {
            timer = vertx.setPeriodic(BETWEEN_READINGS.toMillis(), ignored -> read());
        } else {
            LOG.info("No /proc/net/tcp here: clients that vanish are noticed late, when the kernel gives them up.");
        }
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void read() {
        if (reading.compareAndSet(false, true)) {
            vertx.executeBlocking(KernelQueues::now, false)
                    .onSuccess(this::heard)
                    .onFailure(failure -> LOG.debugf(
                            "connections cannot be listed: %s",
                            failure.getClass().getSimpleName()))
                    .onComplete(done -> reading.set(false));
        }
    }

    void heard(KernelQueues queues) {
        unanswered(queues.unanswered());
        boolean shut = !queues.shut().isEmpty();
        if (shut || anyShut) {
            hubs.each(hub -> hub.cutShut(queues.shut()));
        }
        anyShut = shut;
    }

    /** Ends the streams of those that were in every reading for as long as a client may stall. */
    synchronized void unanswered(Set<Peer> peers) {
        long now = time.millis();
        silentSince.keySet().retainAll(peers);
        peers.forEach(peer -> silentSince.putIfAbsent(peer, now));
        long stall = config.flow().stall().toMillis();
        Set<Peer> gone = silentSince.entrySet().stream()
                .filter(silent -> now - silent.getValue() >= stall)
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
        if (!gone.isEmpty()) {
            hubs.each(hub -> hub.cutAmong(gone));
        }
    }
}
