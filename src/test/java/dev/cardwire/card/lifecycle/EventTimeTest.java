// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTimeTest {

    private static final Pattern ISO = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}:\\d{2})(?:[.,](\\d{1,60}))?\\s*([Zz]|[+-]\\d{2}:?\\d{2})");

    @ParameterizedTest
    @CsvSource({
        "2026-04-10T18:00:00+08:00, 1775815200",
        "2026-04-10 18:00:00 +0800, 1775815200",
        "2026-04-10t10:00:00z, 1775815200",
        "2026-04-10T10:00:00.1234567890123Z, 1775815200.1234567890123",
        "'2026-04-10T10:00:00,5Z', 1775815200.5",
        "2024-02-29T00:00:00-18:00, 1709229600"
    })
    void formsThatComeAreRead(String text, String seconds) {
        assertThat(EventTime.parse(text)).isNotNull();
        assertThat(EventTime.parse(text).epochSeconds()).isEqualByComparingTo(new BigDecimal(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-04-10T18:00:00",
                "2026-02-30T18:00:00Z",
                "2026-04-10T24:00:00Z",
                "2026-04-10T18:00:00.Z",
                "2026-04-10T18:00:00+19:00",
                "2026-04-10T18:00:00+08:60",
                "2026-04-10T18:00:00+8",
                "1969-12-31T23:59:59.9Z",
                "2026-04-10T18:00:00ZZ",
                "+2026-04-10T18:00:00Z",
                "२०२६-04-10T18:00:00Z"
            })
    void whatIsNoTimeIsNone(String text) {
        assertThat(EventTime.parse(text)).isNull();
    }

    /** The platform's own reader decides; only digits that it does not know are added to it. */
    @Test
    void everyTextIsReadAsThePlatformReadsIt() {
        Random random = new Random(20261201);
        String[] seeds = {"2026-04-10T18:00:00+08:00", "2024-02-29 23:59:59.123456789 Z", "1970-01-01T00:00:00,5-0000"};
        String letters = "0123456789-+:.,TtZz \t";
        int times = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(seeds[random.nextInt(seeds.length)]);
            for (int change = random.nextInt(4); change > 0; change--) {
                int at = random.nextInt(text.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter);
                    case 1 -> text.insert(at, letter);
                    default -> text.deleteCharAt(at);
                }
            }
            BigDecimal expected = reference(text.toString());
            EventTime read = EventTime.parse(text.toString());
            assertThat(read == null ? null : read.epochSeconds().stripTrailingZeros())
                    .as(text.toString())
                    .isEqualTo(expected);
            times += read == null ? 0 : 1;
        }
        assertThat(times).isGreaterThan(20_000);
    }

    private static BigDecimal reference(String text) {
        Matcher parts = ISO.matcher(text.trim());
        if (!parts.matches()) {
            return null;
        }
        String offset = parts.group(4).toUpperCase(Locale.ROOT);
        if (offset.length() == 5) {
            offset = offset.substring(0, 3) + ":" + offset.substring(3);
        }
        try {
            BigDecimal seconds = BigDecimal.valueOf(OffsetDateTime.parse(parts.group(1) + "T" + parts.group(2) + offset)
                    .toEpochSecond());
            if (seconds.signum() < 0) {
                return null;
            }
            return seconds.add(new BigDecimal("0." + (parts.group(3) == null ? "0" : parts.group(3))))
                    .stripTrailingZeros();
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }
}
