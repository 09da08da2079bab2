// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Live frames that wait for a socket: bounded in bytes, and without memory of its own while it is empty. */
final class FrameQueue {

    private final int limit;
    private @Nullable ArrayDeque<Frame> frames;
    private int bytes;

    FrameQueue(int limit) {
        this.limit = limit;
    }

    /** False when there is no room; an empty queue takes a frame of any size, so that large ones pass at all. */
    boolean add(Frame frame) {
        ArrayDeque<Frame> waiting = frames;
        if (waiting == null) {
            waiting = frames = new ArrayDeque<>(4);
        } else if (bytes + frame.size() > limit) {
            return false;
        }
        waiting.add(frame);
        bytes += frame.size();
        return true;
    }

    /** The next frame that says something beyond a position; those that do not are dropped. */
    @Nullable Frame nextAfter(long position) {
        while (frames != null) {
            Frame next = frames.peek();
            if (next == null || next.last() > position) {
                return next;
            }
            poll();
        }
        return null;
    }

    /** Takes the next frame off. */
    void poll() {
        ArrayDeque<Frame> waiting = frames;
        Frame taken = waiting == null ? null : waiting.poll();
        if (taken != null) {
            bytes -= taken.size();
        }
        if (waiting != null && waiting.isEmpty()) {
            clear();
        }
    }

    boolean isEmpty() {
        return frames == null;
    }

    int bytes() {
        return bytes;
    }

    void clear() {
        frames = null;
        bytes = 0;
    }
}
