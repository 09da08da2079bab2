// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;

/** What was read from PostgreSQL for one stream, as the frames that it must be written. */
final class ReplayFrames {

    /** Small enough that a slow socket is asked often whether it has room. */
    private static final int CHUNK = 8_192;

    private ReplayFrames() {}

    /** The scope's part of a page, and a mark as far as the page reaches. */
    static List<Frame> page(String logId, LogScope scope, LogReader.Page page, long upTo) {
        List<Frame> frames = new ArrayList<>(page.changes().size());
        long reached = upTo;
        for (LoggedChange change : page.changes()) {
            Frame frame = Announcement.of(logId, change).in(scope);
            if (frame != null) {
                frames.add(frame);
            }
            reached = page.full() ? change.position() : upTo;
        }
        List<Frame> script = PublishedBatch.joined(frames);
        script.add(Frame.mark(reached));
        return script;
    }

    /** All cards, then {@code stream.live} with the position at which they are true. */
    static List<Frame> snapshot(String logId, LogSnapshot snapshot) {
        List<Frame> script = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (LogSnapshot.Entry card : snapshot.cards()) {
            SseFrames.snapshot(text, card);
            if (text.length() > CHUNK) {
                script.add(Frame.aside(Buffer.buffer(text.toString())));
                text.setLength(0);
            }
        }
        if (text.length() > 0) {
            script.add(Frame.aside(Buffer.buffer(text.toString())));
        }
        script.add(SseFrames.live(logId, snapshot.head().position()));
        return script;
    }
}
