// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of the log without holes, encoded.
 *
 * @param from the first position in it
 * @param upTo the last position in it
 * @param all the same changes for streams of everything, joined into few frames, because a write costs more than a copy
 */
record PublishedBatch(long from, long upTo, List<Announcement> announcements, List<Frame> all) {

    private static final int JOINED_BYTES = 8_192;

    static PublishedBatch of(String logId, List<LoggedChange> changes) {
        List<Announcement> announcements = new ArrayList<>(changes.size());
        List<Frame> all = new ArrayList<>();
        for (LoggedChange change : changes) {
            if (change.statusChanged() || change.holderNamed()) {
                Announcement announcement = Announcement.of(logId, change);
                announcements.add(announcement);
                if (announcement.moved() != null) {
                    all.add(announcement.moved());
                }
            }
        }
        return new PublishedBatch(
                changes.get(0).position(), changes.get(changes.size() - 1).position(), announcements, joined(all));
    }

    /** The bytes that it keeps alive, roughly: most changes are encoded in one form, and once more in joined frames. */
    int size() {
        return 2 * all.stream().mapToInt(Frame::size).sum() + 64 * announcements.size() + 64;
    }

    /** The frames of a scope that come after a position; those of everything are joined already. */
    List<Frame> after(long position, LogScope scope) {
        if (position < from && scope.everything()) {
            return all;
        }
        List<Frame> frames = new ArrayList<>();
        for (Announcement announcement : announcements) {
            Frame frame = announcement.change().position() > position ? announcement.in(scope) : null;
            if (frame != null) {
                frames.add(frame);
            }
        }
        return joined(frames);
    }

    /** Neighbours joined, so that each result is small enough for a slow stream's queue. */
    static List<Frame> joined(List<Frame> frames) {
        List<Frame> joined = new ArrayList<>();
        int start = 0;
        int size = 0;
        for (int i = 0; i < frames.size(); i++) {
            if (size > 0 && size + frames.get(i).size() > JOINED_BYTES) {
                joined.add(join(frames.subList(start, i), size));
                start = i;
                size = 0;
            }
            size += frames.get(i).size();
        }
        if (start < frames.size()) {
            joined.add(join(frames.subList(start, frames.size()), size));
        }
        return joined;
    }

    private static Frame join(List<Frame> frames, int size) {
        if (frames.size() == 1) {
            return frames.get(0);
        }
        Buffer bytes = Buffer.buffer(size);
        int changes = 0;
        for (Frame frame : frames) {
            frame.appendTo(bytes);
            changes += frame.changes();
        }
        return new Frame(frames.get(0).first(), frames.get(frames.size() - 1).last(), changes, bytes);
    }
}
