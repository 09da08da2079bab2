// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of a newest-first list ended: rows that are added meanwhile come before it and move nothing.
 *
 * @param at sort time of the last row shown
 * @param id decides between rows of the same time
 */
public record PageCursor(Instant at, UUID id) {

    private static final int BYTES = 28;
    /** Before the first row. */
    public static final PageCursor START = new PageCursor(Instant.parse("9999-12-31T23:59:59Z"), new UUID(-1L, -1L));

    /** The same, but with no row of this time or later before it; null leaves it as it is. */
    public PageCursor before(@Nullable Instant time) {
        return time == null || time.isAfter(at) ? this : new PageCursor(time, new UUID(0L, 0L));
    }

    /** The cursor as a caller holds it. */
    public String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(at.getEpochSecond())
                .putInt(at.getNano())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** The cursor in a text that a caller sent; empty when it is not one of ours. */
    public static Optional<PageCursor> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            PageCursor cursor = new PageCursor(
                    Instant.ofEpochSecond(bytes.getLong(), bytes.getInt()), new UUID(bytes.getLong(), bytes.getLong()));
            boolean sane = !bytes.hasRemaining() && !cursor.at.isAfter(START.at) && cursor.at.isAfter(Instant.EPOCH);
            return sane ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException
                | BufferUnderflowException
                | DateTimeException
                | ArithmeticException notOurs) {
            return Optional.empty();
        }
    }
}
