// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LogSnapshot;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One open stream, confined to its hub's event loop. There is one way forward for all that can happen to it: write the
 * script, which is what was read for it; when frames were dropped or it starts behind, read on from the log; when it is
 * level, write what the tail hands over. A resume, a slow client and a replica whose tail lags behind the snapshot are so
 * the same thing.
 */
public final class Subscription {

    private final StreamHub hub;
    private final Viewer viewer;
    private final LogScope scope;
    private final StreamOutput out;
    private final FrameQueue live;
    private final PendingRead read;

    /** Read at least up to here before calling it live: the head when the client came. */
    private long target;
    /** Live frames were dropped, or the client came with an old position: the log has what is missing. */
    private boolean behind;

    private boolean announced;
    private boolean pumping;
    private boolean closed;

    public Subscription(StreamHub hub, Viewer viewer, LogScope scope, FrameSink sink) {
        this.hub = hub;
        this.viewer = viewer;
        this.scope = scope;
        this.out = new StreamOutput(hub, this, sink);
        this.live = new FrameQueue(hub.queueBytes());
        this.read = new PendingRead(hub, this);
        sink.onDrain(this::pump);
    }

    Viewer viewer() {
        return viewer;
    }

    LogScope scope() {
        return scope;
    }

    StreamOutput out() {
        return out;
    }

    /** Announces that this replica ends the stream soon; to a client that reads slowly, with the last bytes. */
    public void takeLeave(Buffer words) {
        out.takeLeave(words);
    }

    /** Starts with a snapshot. */
    public void openFresh() {
        hub.join(this);
        fallBehind();
    }

    /** Starts after {@code from}, or with a gap when the log cannot say what came after it. */
    public void resume(ResumePoint from, LogHead head) {
        hub.join(this);
        if (from.isKnownTo(hub.logId(), head)) {
            out.startAt(from.position());
            target = head.position();
            fallBehind();
        } else {
            gap(from.given());
        }
    }

    /** The log is another one, or was cut: nothing that this stream knows counts any more. */
    void startOver(String formerLogId) {
        if (!closed) {
            target = 0;
            gap(formerLogId + "-" + Math.max(out.position(), 0));
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

    /** Every quiet interval: keeps the connection alive and moves the client's resume point on. */
    void beat() {
        if (closed || out.full()) {
            return;
        }
        boolean level = announced && !behind && !read.isUnderWay() && out.isClear() && live.isEmpty();
        if (level) {
            out.advanceTo(hub.position());
        }
        out.write(out.isSomewhere() ? hub.quietAt(out.position()) : SseFrames.comment());
    }

    /** The first words, and with them the head of the answer: also on a connection that others fill, as HTTP/2 has them. */
    public void greet(Buffer bytes) {
        out.write(bytes);
    }

    /** A planned end. The last words go even to a full socket: they are few, and the connection is cut soon. */
    void end(@Nullable Buffer last) {
        if (closed) {
            return;
        }
        out.writeLast(last);
        leave();
        out.end();
    }

    /** The client is gone, or must go without another word. */
    public void cut() {
        if (!closed) {
            leave();
            out.cut();
        }
    }

    /** Reads again after PostgreSQL did not answer. */
    void retry(int asked) {
        if (read.endsWith(asked)) {
            fallBehind();
        }
    }

    private void leave() {
        closed = true;
        read.forget();
        out.startAt(StreamOutput.NOWHERE);
        live.clear();
        hub.leave(this);
    }

    private void gap(String from) {
        out.startAt(StreamOutput.NOWHERE);
        out.script(List.of(Frame.aside(SseFrames.gap(from))));
        read.forget();
        fallBehind();
    }

    private void fallBehind() {
        behind = true;
        pump();
    }

    /** Goes forward as far as it can. A socket may drain in the middle of a write to it: that is no second start. */
    void pump() {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            while (!closed && out.writeScript() && !read.isUnderWay() && step()) {}
        } finally {
            pumping = false;
        }
    }

    /** True when another step may follow. */
    private boolean step() {
        if (behind) {
            readOn();
            return true;
        }
        if (!announced) {
            announced = true;
            out.script(List.of(SseFrames.live(hub.logId(), out.position())));
            return true;
        }
        return writeLive();
    }

    /** True when the log must be read first: a joined frame reaches back behind what was read already. */
    private boolean writeLive() {
        Frame next;
        while (!closed && (next = live.nextAfter(out.position())) != null && !out.full()) {
            if (next.first() <= out.position()) {
                behind = true;
                return true;
            }
            live.poll();
            out.write(next);
        }
        return false;
    }

    /** Live frames are collected from now on; what is read reaches at least to where they begin. */
    private void readOn() {
        behind = false;
        live.clear();
        long collectingFrom = hub.position();
        long upTo = Math.max(target, collectingFrom);
        if (!out.isSomewhere()) {
            read.ask(hub.feed().snapshot(scope), snapshot -> follow(snapshot, collectingFrom));
        } else if (out.position() < upTo && !followRecent(upTo)) {
            read.ask(hub.feed().between(out.position(), upTo, scope), page -> follow(page, upTo));
        }
    }

    private void follow(LogSnapshot snapshot, long collectingFrom) {
        out.script(ReplayFrames.snapshot(hub.logId(), snapshot));
        announced = true;
        behind = behind || snapshot.head().position() < collectingFrom;
    }

    /** False when what comes next was handed out too long ago, or not yet. */
    private boolean followRecent(long upTo) {
        List<Frame> recent = hub.recentAfter(out.position(), scope);
        if (recent == null) {
            return false;
        }
        out.script(recent);
        behind = recent.get(recent.size() - 1).last() < upTo;
        return true;
    }

    /** Pruning may have overtaken a client that was away or slow: then what it missed is not known, and it is told so. */
    private void follow(LogReader.Page page, long upTo) {
        if (page.keptFrom() > out.position() + 1) {
            gap(hub.logId() + "-" + out.position());
            return;
        }
        out.script(ReplayFrames.page(hub.logId(), scope, page, upTo));
        behind = behind || page.full();
    }
}
