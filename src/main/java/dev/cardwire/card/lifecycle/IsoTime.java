// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads a date with a time and a zone as UQPAY and its neighbours write them: with a blank or a {@code T} between, a comma or
 * a point before up to 60 digits of a second, and a zone with a colon or without. By hand, because it is done for
 * every event, and the platform's formatter knows no more than nine digits.
 */
final class IsoTime {

    private static final String FORM = "0000-00-00T00:00:00";
    private static final int MOST_DIGITS = 60;
    private static final int WITHOUT_COLON = 5;

    private final String text;
    private int at;

    IsoTime(String text) {
        this.text = text;
    }

    /**
     * Seconds since 1970; null when the text is something else.
     *
     * @throws java.time.DateTimeException when there is no such day, time or zone
     */
    @Nullable BigDecimal epochSeconds() {
        if (!hasForm()) {
            return null;
        }
        at = FORM.length();
        BigDecimal fraction = fraction();
        while (at < text.length() && " \t\n\u000B\f\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        ZoneOffset zone = fraction == null ? null : zone(text.substring(at));
        if (fraction == null || zone == null) {
            return null;
        }
        LocalDateTime local =
                LocalDateTime.of(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2), number(17, 2));
        return BigDecimal.valueOf(local.toEpochSecond(zone)).add(fraction);
    }

    private boolean hasForm() {
        if (text.length() < FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char letter = text.charAt(i);
            boolean fits =
                    switch (FORM.charAt(i)) {
                        case '0' -> isDigit(letter);
                        case 'T' -> letter == 'T' || letter == 't' || letter == ' ';
                        default -> letter == FORM.charAt(i);
                    };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /** Zero without one; null when digits are missing or too many. */
    private @Nullable BigDecimal fraction() {
        if (at == text.length() || (text.charAt(at) != '.' && text.charAt(at) != ',')) {
            return BigDecimal.ZERO;
        }
        int first = ++at;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at == first || at - first > MOST_DIGITS ? null : new BigDecimal("0." + text.substring(first, at));
    }

    private static @Nullable ZoneOffset zone(String text) {
        if (text.equalsIgnoreCase("Z")) {
            return ZoneOffset.UTC;
        }
        String plain = text.length() > WITHOUT_COLON && text.charAt(3) == ':'
                ? text.substring(0, 3) + text.substring(4)
                : text;
        if (plain.length() != WITHOUT_COLON
                || (plain.charAt(0) != '+' && plain.charAt(0) != '-')
                || !plain.chars().skip(1).allMatch(letter -> isDigit((char) letter))) {
            return null;
        }
        int sign = plain.charAt(0) == '-' ? -1 : 1;
        return ZoneOffset.ofHoursMinutes(
                sign * Integer.parseInt(plain.substring(1, 3)), sign * Integer.parseInt(plain.substring(3)));
    }

    private int number(int from, int digits) {
        return Integer.parseInt(text.substring(from, from + digits));
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }
}
