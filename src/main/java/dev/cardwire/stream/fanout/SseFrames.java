// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.pan.CardNumbers;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The bytes on the wire. Written by hand because every change passes here; every text that did not come from an enum or
 * an id of ours is JSON-escaped, and JSON escapes line breaks, so that nobody's text can start a field of SSE.
 */
public final class SseFrames {

    private SseFrames() {}

    /** One change of status, once for all streams of a kind. */
    static Frame status(String logId, LoggedChange change, @Nullable CardStatus previous) {
        StringBuilder text = new StringBuilder(420);
        id(text, logId, change.position()).append("event: card.status\ndata: {\"card_id\":\"");
        text.append(change.cardId()).append("\",\"card_order_id\":");
        quoted(text, change.cardOrderId()).append(",\"card_status\":\"").append(change.status());
        text.append("\",\"previous_status\":");
        quoted(text, previous).append(",\"version\":").append(change.version());
        text.append(",\"cause\":\"").append(change.cause().word()).append("\",\"event_id\":");
        quoted(text, change.eventId()).append(",\"cardholder_id\":");
        quoted(text, change.cardholderId()).append(",\"occurred_at\":\"").append(change.occurredAt());
        text.append("\"}\n\n");
        return new Frame(change.position(), change.position(), 1, Buffer.buffer(text.toString()));
    }

    /** A card as it is. Without an id: a client that saw half of a snapshot must not resume behind it. */
    static void snapshot(StringBuilder text, LogSnapshot.Entry card) {
        text.append("event: card.snapshot\ndata: {\"card_id\":\"").append(card.cardId());
        text.append("\",\"card_status\":\"").append(card.status());
        text.append("\",\"version\":").append(card.version());
        text.append(",\"updated_at\":\"").append(card.updatedAt()).append("\"}\n\n");
    }

    static Frame live(String logId, long position) {
        StringBuilder text = id(new StringBuilder(64), logId, position).append("event: stream.live\ndata: {}\n\n");
        return new Frame(position, position, 0, Buffer.buffer(text.toString()));
    }

    /** Moves the client's resume point on: a parser takes the id and, having no data, dispatches nothing. */
    static Buffer quiet(String logId, long position) {
        return Buffer.buffer(
                id(new StringBuilder(32), logId, position).append('\n').toString());
    }

    /** Keeps a connection alive that has no position yet. */
    static Buffer comment() {
        return Buffer.buffer(":\n\n");
    }

    /** The client chose where it says that it stands, and digits around one dash may be a card number. */
    static Buffer gap(String from) {
        StringBuilder text = new StringBuilder(96).append("event: stream.gap\ndata: {\"from\":");
        return Buffer.buffer(quoted(text, CardNumbers.areIn(from) ? "" : from)
                .append("}\n\n")
                .toString());
    }

    static Buffer expired() {
        return Buffer.buffer("event: stream.expired\ndata: {}\n\n");
    }

    /** The wait before the next reconnect. */
    public static Buffer retry(Duration wait) {
        return Buffer.buffer("retry: " + wait.toMillis() + "\n\n");
    }

    /** {@code stream.draining}, with the wait before the reconnect. */
    public static Buffer draining(Duration wait) {
        long millis = wait.toMillis();
        return Buffer.buffer(
                "retry: " + millis + "\nevent: stream.draining\ndata: {\"reconnect_in_ms\":" + millis + "}\n\n");
    }

    private static StringBuilder id(StringBuilder text, String logId, long position) {
        return text.append("id: ").append(logId).append('-').append(position).append('\n');
    }

    private static StringBuilder quoted(StringBuilder text, @Nullable Object value) {
        if (value == null) {
            return text.append("null");
        }
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(value.toString(), text);
        return text.append('"');
    }
}
