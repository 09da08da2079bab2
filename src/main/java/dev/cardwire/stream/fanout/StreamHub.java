// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The streams of one event loop. Everything here and in its subscriptions runs on that loop, so nothing is locked and a
 * batch costs one hop a loop, not one a stream.
 */
public final class StreamHub {

    private static final Logger LOG = Logger.getLogger(StreamHub.class);

    private final Executor loop;
    private final LogReader feed;
    private final StreamConfig config;
    private final InstantSource time;
    private final StreamMeters meters;
    private final Audience audience = new Audience();
    private final HeartbeatRounds rounds;
    private final ViewerExpiries expiries = new ViewerExpiries();
    private final RecentBatches recent;
    private final StalledStreams stalled;
    private final List<Subscription> departed = new ArrayList<>();
    private List<Runnable> retrying = new ArrayList<>();

    private String logId;
    private long position;
    private boolean delivering;
    private @Nullable Buffer quiet;
    private long quietAt = -1;

    /**
     * @param position where the tail stands: the first batch delivered here starts right after it
     */
    StreamHub(
            Executor loop,
            LogReader feed,
            StreamConfig config,
            InstantSource time,
            StreamMeters meters,
            String logId,
            long position) {
        this.loop = loop;
        this.feed = feed;
        this.config = config;
        this.time = time;
        this.meters = meters;
        this.logId = logId;
        this.position = position;
        this.stalled = new StalledStreams(time, config.flow().stall());
        this.recent = new RecentBatches(config.flow().recentBytes());
        this.rounds =
                new HeartbeatRounds((int) Math.max(1, config.pace().quiet().toSeconds()));
    }

    /** Runs an action on the hub's event loop. */
    public void execute(Runnable action) {
        loop.execute(action);
    }

    LogReader feed() {
        return feed;
    }

    StreamMeters meters() {
        return meters;
    }

    /** Everything up to here was handed to the streams of this loop. */
    long position() {
        return position;
    }

    String logId() {
        return logId;
    }

    int queueBytes() {
        return config.flow().queueBytes();
    }

    /** What comes next for a stream that is only a little behind; null when the log has to be asked. */
    @Nullable List<Frame> recentAfter(long reached, LogScope scope) {
        return recent.after(reached, scope, queueBytes());
    }

    void join(Subscription stream) {
        audience.add(stream);
        rounds.add(stream);
        expiries.add(stream);
    }

    /** A stream may leave while a batch is handed out, by a write that fails: then it is struck off afterwards. */
    void leave(Subscription stream) {
        if (delivering) {
            departed.add(stream);
        } else {
            strike(stream);
        }
    }

    /** Looks every second whether the stream's bytes leave. */
    void watch(Subscription stream) {
        stalled.watch(stream);
    }

    void retryLater(Subscription stream, int round) {
        retrying.add(() -> stream.retry(round));
    }

    /** The id block for a stream that stands at {@code at}; nearly all stand at the same place and share it. */
    Buffer quietAt(long at) {
        Buffer shared = quiet;
        if (shared == null || quietAt != at) {
            shared = quiet = SseFrames.quiet(logId, at);
            quietAt = at;
        }
        return shared;
    }

    /** Asks PostgreSQL and comes back to this loop with the answer or without, unless that is called off. */
    <T> CancellableRead ask(Uni<T> read, Consumer<T> use, Runnable failed) {
        return CancellableRead.of(read, found -> execute(() -> use.accept(found)), failure -> {
            LOG.debugf("a stream's read failed: %s", failure.getClass().getSimpleName());
            execute(failed);
        });
    }

    /** Hands out what the tail read. The position moves first: a stream that turns to the log now must read this batch. */
    void deliver(PublishedBatch batch) {
        position = Math.max(position, batch.upTo());
        recent.add(batch);
        whileDelivering(() -> {
            for (Frame joined : batch.all()) {
                audience.everything().forEach(stream -> stream.offer(joined));
            }
            batch.announcements().forEach(audience::announce);
        });
    }

    /** The log is another one now, or was cut behind the tail. */
    void startOver(String newLogId, long newPosition) {
        String former = logId;
        logId = newLogId;
        position = newPosition;
        quiet = null;
        recent.clear();
        whileDelivering(() -> rounds.forEach(stream -> stream.startOver(former)));
    }

    /** Once a second: quiet streams, streams whose bytes do not move, reads that failed. */
    void tick() {
        whileDelivering(() -> {
            rounds.next().forEach(Subscription::beat);
            stalled.unsentForTooLong().forEach(this::cutSlow);
            expiries.endedBy(time.instant()).forEach(stream -> stream.end(SseFrames.expired()));
            List<Runnable> again = retrying;
            retrying = new ArrayList<>();
            again.forEach(Runnable::run);
        });
    }

    /** Does something with every stream; for the few moments that concern all. */
    public void forEach(Consumer<Subscription> action) {
        whileDelivering(() -> rounds.forEach(action));
    }

    /** Ends the streams of revoked tickets. */
    public void endTickets(Set<UUID> revoked) {
        forEach(stream -> {
            UUID ticket = stream.viewer().ticketId();
            if (ticket != null && revoked.contains(ticket)) {
                stream.end(SseFrames.expired());
            }
        });
    }

    /** Cuts the streams of clients that are known to be gone. */
    public void cutAmong(Set<Peer> gone) {
        forEach(stream -> {
            Peer client = stream.out().peer();
            if (client != null && gone.contains(client)) {
                stream.cut();
            }
        });
    }

    /** Cuts the streams of clients that have taken nothing for too long, and told so; the kernel holds this much for each. */
    public void cutShut(Map<Peer, Long> held) {
        forEach(stream -> {
            if (stalled.isStuck(stream, held)) {
                cutSlow(stream);
            }
        });
    }

    /** Ends one of {@code parts} equal parts of the streams that are still open. */
    public void endSome(int parts) {
        List<Subscription> open = new ArrayList<>();
        rounds.forEach(open::add);
        open.subList(0, (open.size() + parts - 1) / parts).forEach(stream -> stream.end(null));
    }

    private void cutSlow(Subscription stream) {
        meters.slowClosed();
        stream.cut();
    }

    private void whileDelivering(Runnable action) {
        boolean outermost = !delivering;
        delivering = true;
        try {
            action.run();
        } finally {
            if (outermost) {
                delivering = false;
                departed.forEach(this::strike);
                departed.clear();
            }
        }
    }

    private void strike(Subscription stream) {
        audience.remove(stream);
        rounds.remove(stream);
        expiries.remove(stream);
        stalled.forget(stream);
    }
}
