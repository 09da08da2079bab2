package dev.cardwire.stream;

import dev.cardwire.card.LoggedChange;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A stretch of the log without holes, encoded.
 *
 * @param upTo the last position in it
 * @param all the same changes for streams of everything, joined into few frames, because a write costs more than a copy
 */
record Batch(long upTo, List<Announcement> announcements, List<Frame> all) {

    private static final int JOINED_BYTES = 8_192;

    static Batch of(String logId, List<LoggedChange> changes) {
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
        return new Batch(changes.get(changes.size() - 1).position(), announcements, joined(all));
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
            bytes.appendBuffer(frame.bytes());
            changes += frame.changes();
        }
        return new Frame(frames.get(0).first(), frames.get(frames.size() - 1).last(), changes, bytes);
    }
}
