package dev.cardwire.stream;

import dev.cardwire.card.FeedHead;
import dev.cardwire.card.FeedScope;
import dev.cardwire.card.FeedSnapshot;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One open stream, confined to its hub's event loop. It has a position: everything in its scope up to there was written,
 * nothing after it. There is one way forward for all that can happen to it: write the script (what was read for it);
 * when frames were dropped or it starts behind, read on from the log; when it is level, write what the tail hands over.
 * A resume, a slow client and a replica whose tail lags behind the snapshot are so the same thing.
 */
final class Subscription {

    /** Before the snapshot was written through there is no position that a client could resume from. */
    private static final long NOWHERE = -1;

    private final StreamHub hub;
    private final Viewer viewer;
    private final FeedScope scope;
    private final FrameSink sink;
    private final ArrayDeque<Frame> script = new ArrayDeque<>(1);
    private final FrameQueue live;

    private long position = NOWHERE;
    /** Read at least up to here before calling it live: the head when the client came. */
    private long target;
    /** Where the hub stood when live frames began to be collected; what was read must reach it. */
    private long collectingFrom;
    /** Live frames were dropped, or the client came with an old position: the log has what is missing. */
    private boolean behind;

    private boolean reading;
    private boolean announced;
    private boolean closed;
    /** Answers to reads that were asked in an earlier round come too late and are void. */
    private int round;

    Subscription(StreamHub hub, Viewer viewer, FeedScope scope, FrameSink sink) {
        this.hub = hub;
        this.viewer = viewer;
        this.scope = scope;
        this.sink = sink;
        this.live = new FrameQueue(hub.queueBytes());
        sink.onDrain(this::pump);
    }

    Viewer viewer() {
        return viewer;
    }

    FeedScope scope() {
        return scope;
    }

    FrameSink sink() {
        return sink;
    }

    boolean isClosed() {
        return closed;
    }

    /** Starts with a snapshot. */
    void openFresh() {
        hub.join(this);
        snapshot();
    }

    /** Starts after {@code from}, or with a gap when the log cannot say what came after it. */
    void resume(ResumePoint from, FeedHead head) {
        hub.join(this);
        boolean kept = from.position() >= head.keptFrom() - 1 && from.position() <= head.position();
        if (!from.isOf(hub.logId()) || !kept) {
            gap(from.given());
            return;
        }
        position = from.position();
        target = head.position();
        behind = true;
        pump();
    }

    /** The log is another one, or was cut: nothing that this stream knows counts any more. */
    void startOver(String formerLogId) {
        if (!closed) {
            gap(formerLogId + "-" + Math.max(position, 0));
        }
    }

    /** A frame from the tail. Frames come in order; those at or below the position are dropped when they are due. */
    void offer(Frame frame) {
        if (closed || behind) {
            return;
        }
        if (!live.add(frame)) {
            live.clear();
            behind = true;
            hub.meters().caughtUp();
        }
        pump();
    }

    /** Every quiet interval: keeps the connection alive and moves the client's resume point. */
    void beat() {
        if (closed || sink.full()) {
            return;
        }
        if (isLevel()) {
            position = Math.max(position, hub.position());
        }
        write(position == NOWHERE ? SseFrames.comment() : hub.quietAt(position));
    }

    /** Writes something that says nothing about the position; not to a client that does not read what it has. */
    void say(Buffer bytes) {
        if (!closed && !sink.full()) {
            write(bytes);
        }
    }

    /** A planned end. */
    void end(@Nullable Buffer last) {
        if (closed) {
            return;
        }
        if (last != null) {
            sink.write(last);
        }
        leave();
        sink.end();
    }

    /** The client is gone, or must go without another word. */
    void cut() {
        if (!closed) {
            leave();
            sink.cut();
        }
    }

    /** Reads again after PostgreSQL did not answer. */
    void retry() {
        if (closed) {
            return;
        }
        reading = false;
        if (position == NOWHERE) {
            snapshot();
        } else {
            behind = true;
            pump();
        }
    }

    private boolean isLevel() {
        return announced && position != NOWHERE && !behind && !reading && script.isEmpty() && live.isEmpty();
    }

    private void leave() {
        closed = true;
        round++;
        script.clear();
        live.clear();
        hub.leave(this);
    }

    private void gap(String from) {
        script.clear();
        script.add(Frame.aside(SseFrames.gap(from)));
        snapshot();
    }

    private void snapshot() {
        position = NOWHERE;
        announced = false;
        collect();
        ask(hub.feed().snapshot(scope), this::follow);
        pump();
    }

    private void collect() {
        behind = false;
        live.clear();
        collectingFrom = hub.position();
    }

    private void pump() {
        while (!closed && writeScript() && !reading) {
            if (behind) {
                readOn();
            } else if (!announced) {
                announced = true;
                script.add(SseFrames.live(hub.logId(), position));
            } else if (writeLive()) {
                return;
            }
        }
    }

    /** True when all was written. */
    private boolean writeScript() {
        Frame next;
        while ((next = script.peek()) != null) {
            if (sink.full()) {
                return false;
            }
            script.poll();
            write(next);
        }
        return true;
    }

    /** False when the log must be read first: a joined frame reaches back behind what was read already. */
    private boolean writeLive() {
        Frame next;
        while (!closed && (next = live.peek()) != null) {
            if (next.last() > position) {
                if (next.first() <= position) {
                    behind = true;
                    return false;
                }
                if (sink.full()) {
                    return true;
                }
                live.poll();
                write(next);
            } else {
                live.poll();
            }
        }
        return true;
    }

    private void readOn() {
        collect();
        long upTo = Math.max(target, collectingFrom);
        if (position < upTo) {
            ask(hub.feed().between(position, upTo, scope), page -> follow(page, upTo));
        }
    }

    private void follow(FeedReader.Page page, long upTo) {
        if (page.keptFrom() > position + 1) {
            gap(hub.logId() + "-" + position);
            return;
        }
        script.addAll(Script.page(hub.logId(), scope, page, upTo));
        behind = behind || page.full();
    }

    private void follow(FeedSnapshot snapshot) {
        script.addAll(Script.snapshot(hub.logId(), snapshot));
        announced = true;
        behind = behind || snapshot.head().position() < collectingFrom;
    }

    private <T> void ask(Uni<T> read, Consumer<T> use) {
        reading = true;
        int asked = ++round;
        hub.ask(
                read,
                found -> {
                    if (asked == round) {
                        reading = false;
                        use.accept(found);
                        pump();
                    }
                },
                () -> {
                    if (asked == round) {
                        hub.retryLater(this);
                    }
                });
    }

    private void write(Frame frame) {
        if (frame.size() > 0) {
            write(frame.bytes());
            hub.meters().delivered(frame.changes());
        }
        position = Math.max(position, frame.last());
    }

    private void write(Buffer bytes) {
        sink.write(bytes);
        if (sink.unsent()) {
            hub.watch(this);
        }
    }
}
