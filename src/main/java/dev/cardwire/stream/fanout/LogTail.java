// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.cluster.LogIdentity;
import dev.cardwire.masking.OutageLog;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Follows the log for all streams of this replica. One read is in flight at a time; whoever wakes it meanwhile is served
 * by one more. A PostgreSQL that is away only delays it: the next wake reads on from the same place.
 */
@Singleton
public class LogTail {

    private static final Logger LOG = Logger.getLogger(LogTail.class);

    /** Where the tail reads. */
    interface Source {

        Uni<LogHead> head();

        Uni<List<LoggedChange>> after(long position, int limit);
    }

    /** Who hears of it, in order, never twice at once. */
    interface Listener {

        void published(PublishedBatch batch);

        /** The log was found, or is another one, or was cut: what comes next follows this position. */
        void startedAt(String logId, long position);
    }

    private final Source source;
    private final Supplier<String> identity;
    private final Listener listener;
    private final int limit;
    private final InstantSource time;
    private final OutageLog outages;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger wanted = new AtomicInteger();

    private volatile long last = -1;
    private volatile long head = -1;
    private volatile long levelAt;
    private @Nullable String logId;
    /** The head is compared with the last position now and then, else a log that was cut would look like a quiet one. */
    private volatile boolean headWanted = true;

    @Inject
    LogTail(GatedLog feed, LogIdentity identity, StreamHubs hubs, StreamConfig config, InstantSource time) {
        this(feed, identity::shortId, hubs, config.tail().batch(), time);
    }

    LogTail(Source source, Supplier<String> identity, Listener listener, int limit, InstantSource time) {
        this.source = source;
        this.identity = identity;
        this.listener = listener;
        this.limit = limit;
        this.time = time;
        this.levelAt = time.millis();
        this.outages = OutageLog.ofConsequence(LOG, "reads of the change log for streams", time);
    }

    /** Reads as soon as possible; from any thread, at any time. */
    public void wake() {
        if (wanted.getAndIncrement() == 0) {
            round();
        }
    }

    /** Makes the next read compare with the head; asked once a second. */
    public void checkHead() {
        headWanted = true;
    }

    /** How far the log's known end is ahead of what was handed out. */
    public long lag() {
        return Math.max(0, head - last);
    }

    /** Seconds since the tail last knew that it had read everything. */
    public double lagSeconds() {
        return (time.millis() - levelAt) / 1_000.0;
    }

    /** Runs the action after a read that starts after this call, also when that read fails. */
    public void afterNextRead(Runnable action) {
        waiting.add(action);
        wake();
    }

    private void round() {
        int serving = wanted.get();
        int due = waiting.size();
        Uni<Boolean> read = Uni.createFrom().deferred(this::read);
        read.subscribe().with(more -> done(serving, due, more), failure -> failed(failure));
    }

    private Uni<Boolean> read() {
        String current = identity.get();
        boolean anew = !current.equals(logId);
        return anew || headWanted ? compareHead(current, anew) : readOn(current);
    }

    private Uni<Boolean> compareHead(String current, boolean anew) {
        headWanted = false;
        return source.head().chain(found -> {
            head = found.position();
            if (anew || found.position() < last) {
                startAt(current, found.position());
                return Uni.createFrom().item(false);
            }
            return readOn(current);
        });
    }

    private Uni<Boolean> readOn(String current) {
        return source.after(last, limit).map(changes -> {
            if (changes.isEmpty()) {
                return false;
            }
            if (changes.get(0).position() != last + 1) {
                LOG.warnf("the log was cut behind position %d: all streams start over", last);
                headWanted = true;
                logId = null;
                return true;
            }
            PublishedBatch batch = PublishedBatch.of(current, changes);
            // in this order: what is published twice is skipped by every stream, what is never published is lost
            listener.published(batch);
            last = batch.upTo();
            head = Math.max(head, last);
            return changes.size() >= limit;
        });
    }

    private void startAt(String current, long position) {
        LOG.infof("streams follow log %s from position %d", current, position);
        logId = current;
        last = position;
        listener.startedAt(current, position);
    }

    private void failed(Throwable failure) {
        outages.failed(failure);
        headWanted = true;
        // not read again at once even if woken meanwhile: the periodic wake is soon enough for a store that is away
        wanted.set(0);
        runDue(waiting.size());
    }

    private void done(int serving, int due, boolean more) {
        outages.answered();
        if (more) {
            round();
            return;
        }
        levelAt = time.millis();
        runDue(due);
        if (wanted.addAndGet(-serving) > 0) {
            round();
        }
    }

    private void runDue(int due) {
        for (int i = 0; i < due; i++) {
            Runnable action = waiting.poll();
            if (action != null) {
                action.run();
            }
        }
    }
}
