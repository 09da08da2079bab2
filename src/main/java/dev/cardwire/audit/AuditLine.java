// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pairs of names and values, as tools that read {@code logfmt} expect them. */
final class AuditLine {

    private static final int USUAL_LENGTH = 320;
    private static final String BARE = "._:/#@-+";
    /** A name in a token may be as long as its issuer likes. */
    private static final int LONGEST = 200;

    private final StringBuilder line = new StringBuilder(USUAL_LENGTH);

    /** A value of our own, which needs no quotes. */
    void word(String name, String value) {
        if (line.length() > 0) {
            line.append(' ');
        }
        line.append(name).append('=').append(value);
    }

    void id(String name, @Nullable UUID value) {
        if (value != null) {
            word(name, value.toString());
        }
    }

    void number(String name, int value) {
        if (value != 0) {
            word(name, Integer.toString(value));
        }
    }

    /** A value that others have a hand in: it cannot end the line or begin another pair. */
    void text(String name, @Nullable String value) {
        if (value != null) {
            word(name, isBare(value) ? value : quoted(value));
        }
    }

    private static boolean isBare(String value) {
        for (int at = 0; at < value.length(); at++) {
            char letter = value.charAt(at);
            boolean plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
            if (!plain && !(letter >= '0' && letter <= '9') && BARE.indexOf(letter) < 0) {
                return false;
            }
        }
        return !value.isEmpty() && value.length() <= LONGEST;
    }

    private static String quoted(String value) {
        StringBuilder quoted = new StringBuilder(value.length() + 2).append('"');
        value.codePoints().limit(LONGEST).forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\');
            }
            quoted.appendCodePoint(isInvisible(letter) ? '?' : letter);
        });
        return quoted.append('"').toString();
    }

    private static boolean isInvisible(int letter) {
        return switch (Character.getType(letter)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
