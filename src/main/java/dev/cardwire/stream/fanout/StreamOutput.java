// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one stream: its sink, the script that must be written first, and the position. Everything in the
 * stream's scope up to the position was written, nothing after it.
 */
final class StreamOutput {

    /** Before a snapshot was written through there is no position that a client could resume from. */
    static final long NOWHERE = -1;

    private final StreamHub hub;
    private final Subscription stream;
    private final FrameSink sink;
    private final ArrayDeque<Frame> script = new ArrayDeque<>(1);
    private long position = NOWHERE;
    /** What a full socket had no room for. */
    private @Nullable Buffer farewell;

    StreamOutput(StreamHub hub, Subscription stream, FrameSink sink) {
        this.hub = hub;
        this.stream = stream;
        this.sink = sink;
    }

    long position() {
        return position;
    }

    boolean isSomewhere() {
        return position != NOWHERE;
    }

    /** Whatever was to be written is void; the next frames say where the stream stands. */
    void startAt(long newPosition) {
        script.clear();
        position = newPosition;
    }

    /** Moves on over changes that were none of the stream's business. */
    void advanceTo(long reached) {
        position = Math.max(position, reached);
    }

    void script(List<Frame> frames) {
        script.addAll(frames);
    }

    /** Writes what must come first; true when all of it is out and there is room for more. */
    boolean writeScript() {
        while (!sink.full()) {
            Frame next = script.poll();
            if (next == null) {
                return true;
            }
            write(next);
        }
        return false;
    }

    boolean isClear() {
        return script.isEmpty();
    }

    boolean full() {
        return sink.full();
    }

    void write(Frame frame) {
        Buffer bytes = frame.bytes();
        if (bytes != null) {
            write(bytes);
            hub.meters().delivered(frame.changes());
        }
        advanceTo(frame.last());
    }

    void write(Buffer bytes) {
        sink.write(bytes);
        if (sink.unsent()) {
            hub.watch(stream);
        }
    }

    /** Says that the end is near; to a client that does not read what it has, with the last words. */
    void takeLeave(Buffer words) {
        if (sink.full()) {
            farewell = words;
        } else {
            write(words);
        }
    }

    /** The last words, or a farewell that is still to be said. */
    void writeLast(@Nullable Buffer words) {
        Buffer last = words == null ? farewell : words;
        if (last != null) {
            write(last);
        }
    }

    boolean unsent() {
        return sink.unsent();
    }

    /** Whether bytes have been waiting since before then, and none has left. */
    boolean stuckSince(long millis) {
        return sink.unsent() && sink.movedAt() <= millis;
    }

    @Nullable Peer peer() {
        return sink.peer();
    }

    long written() {
        return sink.written();
    }

    void end() {
        sink.end();
    }

    void cut() {
        sink.cut();
    }
}
