// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time that UQPAY gave, with all its digits: two events may differ only in the tenth of them, and the newer one wins.
 *
 * @param epochSeconds seconds since 1970, of any precision
 */
public record EventTime(BigDecimal epochSeconds) implements Comparable<EventTime> {

    private static final int NANOS = 9;

    /**
     * The time in an ISO 8601 text; null when it cannot be read, or is before 1970, which means unset. Nothing
     * is ordered by a time without a zone: it is probably Singapore's, and eight hours off if it is not
     * ({@code uqpay/open-questions.md} 47).
     */
    public static @Nullable EventTime parse(@Nullable String text) {
        try {
            BigDecimal seconds = new IsoTime(text == null ? "" : text.trim()).epochSeconds();
            return seconds == null || seconds.signum() < 0 ? null : new EventTime(seconds);
        } catch (DateTimeException noSuchDay) {
            return null;
        }
    }

    /** The time of a moment of our own. */
    public static EventTime of(Instant instant) {
        return new EventTime(
                BigDecimal.valueOf(instant.getEpochSecond()).add(BigDecimal.valueOf(instant.getNano(), NANOS)));
    }

    /** The time cut to nanoseconds. */
    public Instant toInstant() {
        BigDecimal whole = epochSeconds.setScale(0, java.math.RoundingMode.FLOOR);
        long nanos = epochSeconds.subtract(whole).movePointRight(NANOS).longValue();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    }

    /** This much later. */
    public EventTime plus(Duration time) {
        return new EventTime(epochSeconds.add(BigDecimal.valueOf(time.toSeconds())));
    }

    /** Whether the two are at most this far apart, to either side. */
    boolean isWithin(int seconds, EventTime other) {
        return epochSeconds.subtract(other.epochSeconds).abs().compareTo(BigDecimal.valueOf(seconds)) <= 0;
    }

    /** The later of two; null only when both are. */
    public static @Nullable EventTime later(@Nullable EventTime one, @Nullable EventTime other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public int compareTo(EventTime other) {
        return epochSeconds.compareTo(other.epochSeconds);
    }
}
