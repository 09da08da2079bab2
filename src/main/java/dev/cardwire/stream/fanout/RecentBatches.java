// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tail handed out last, so that streams that fell a little behind catch up from here. Without it, a burst that a
 * thousand sockets cannot take at once becomes thousands of reads of the same rows.
 */
final class RecentBatches {

    private final int limit;
    private final ArrayDeque<PublishedBatch> batches = new ArrayDeque<>();
    private int bytes;

    RecentBatches(int limit) {
        this.limit = limit;
    }

    void add(PublishedBatch batch) {
        batches.add(batch);
        bytes += batch.size();
        while (bytes > limit) {
            bytes -= batches.remove().size();
        }
    }

    void clear() {
        batches.clear();
        bytes = 0;
    }

    /**
     * The scope's frames that come next after a position, and a mark for how far they reach; null when what came right after
     * it was forgotten. Few at a time: the frames are shared, but while a slow stream holds one it cannot be freed.
     */
    @Nullable List<Frame> after(long position, LogScope scope, int most) {
        Deque<PublishedBatch> next = holding(position + 1);
        if (next.isEmpty()) {
            return null;
        }
        List<Frame> frames = new ArrayList<>();
        long reached = position;
        for (int size = 0; size < most && !next.isEmpty(); ) {
            PublishedBatch batch = next.pop();
            for (Frame frame : batch.after(reached, scope)) {
                frames.add(frame);
                size += frame.size();
            }
            reached = batch.upTo();
        }
        frames.add(Frame.mark(reached));
        return frames;
    }

    /** The batch with that position and those behind it, none when it is not here. */
    private Deque<PublishedBatch> holding(long position) {
        Deque<PublishedBatch> found = new ArrayDeque<>();
        for (Iterator<PublishedBatch> newestFirst = batches.descendingIterator(); newestFirst.hasNext(); ) {
            PublishedBatch batch = newestFirst.next();
            if (batch.upTo() < position) {
                break;
            }
            found.push(batch);
            if (batch.from() <= position) {
                return found;
            }
        }
        return new ArrayDeque<>();
    }
}
