// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** UQPAY's times ({@code uqpay/api.md} 4.1): with an offset or {@code Z}, or without, which means Singapore. */
final class WireTimes {

    /** The company's zone; it has had no other offset since 1982. */
    private static final ZoneOffset SINGAPORE = ZoneOffset.ofHours(8);

    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2200;

    private static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendPattern("['T'][' ']")
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:mm", "Z")
            .optionalEnd()
            .toFormatter();

    private WireTimes() {}

    /** The moment in UTC; the text as it is when it names none that can be read. */
    static @Nullable String utc(@Nullable JsonNode node) {
        Instant moment = instant(node);
        return moment == null ? WireValues.text(node) : moment.toString();
    }

    /** The moment, or null for none, an unreadable one, or one of Go's empty times in the year 1. */
    static @Nullable Instant instant(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        try {
            TemporalAccessor read =
                    FORMAT.parseBest(node.textValue().trim(), OffsetDateTime::from, LocalDateTime::from);
            OffsetDateTime time =
                    read instanceof LocalDateTime local ? local.atOffset(SINGAPORE) : OffsetDateTime.from(read);
            int year = time.get(ChronoField.YEAR);
            return year < FIRST_YEAR || year > LAST_YEAR ? null : time.toInstant();
        } catch (DateTimeException unreadable) {
            return null;
        }
    }
}
