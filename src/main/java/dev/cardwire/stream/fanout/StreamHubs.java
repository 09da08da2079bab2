// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The hubs of this replica, one for each event loop that has streams, and what the tail published to them last. */
@Singleton
public class StreamHubs implements LogTail.Listener {

    private final LogReader feed;
    private final StreamConfig config;
    private final InstantSource time;
    private final StreamMeters meters;
    private final PublishedSpans spans;
    private final Map<EventLoop, StreamHub> hubs = new LinkedHashMap<>();

    private @Nullable String logId;
    private long position;

    StreamHubs(LogReader feed, StreamConfig config, InstantSource time, StreamMeters meters, PublishedSpans spans) {
        this.feed = feed;
        this.config = config;
        this.time = time;
        this.meters = meters;
        this.spans = spans;
    }

    /** The hub of the event loop that runs this; null while the tail has not found the log yet. */
    public @Nullable StreamHub here() {
        ContextInternal context = ((ContextInternal) Vertx.currentContext()).unwrap();
        synchronized (this) {
            String log = logId;
            if (log == null) {
                return null;
            }
            return hubs.computeIfAbsent(
                    context.nettyEventLoop(),
                    loop -> new StreamHub(
                            task -> context.runOnContext(ignored -> task.run()),
                            feed,
                            config,
                            time,
                            meters,
                            log,
                            position));
        }
    }

    /** Whether the log was found; streams can be opened from then on. */
    public synchronized boolean haveStarted() {
        return logId != null;
    }

    /**
     * Queues the batch on every loop. Under the lock that {@link #here()} takes too: a hub made in between would else
     * start behind a batch that it never gets.
     */
    @Override
    public synchronized void published(PublishedBatch batch) {
        position = batch.upTo();
        hubs.values().forEach(hub -> hub.execute(() -> hub.deliver(batch)));
        meters.published(batch, time.instant());
        spans.published(batch);
    }

    @Override
    public synchronized void startedAt(String newLogId, long newPosition) {
        logId = newLogId;
        position = newPosition;
        hubs.values().forEach(hub -> hub.execute(() -> hub.startOver(newLogId, newPosition)));
    }

    /** One second has passed: heart beats, time limits and expiries are due. */
    public void tick() {
        each(StreamHub::tick);
    }

    /** Does something on each hub's own loop, soon. */
    public void each(Consumer<StreamHub> action) {
        all().forEach(hub -> hub.execute(() -> action.accept(hub)));
    }

    private synchronized Collection<StreamHub> all() {
        return List.copyOf(hubs.values());
    }
}
