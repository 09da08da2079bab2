// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import java.text.Normalizer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules of text that people read, on a card, a page or in a log, and that must not look like another one. */
public final class TextRules {

    /** Control characters, halves of surrogate pairs, and what turns the direction of the text around it. */
    private static final Pattern HIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u061C\\u200E\\u200F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF]");

    /** The same without the ends of lines and tabs. */
    private static final Pattern HIDDEN_IN_LINES = Pattern.compile("[" + HIDDEN.pattern() + "&&[^\\r\\n\\t]]");

    /** Anything but blanks, marks and what has no width, as the fillers of Hangul have none. */
    private static final Pattern VISIBLE = Pattern.compile("[^\\p{C}\\p{Z}\\p{M}\\u115F\\u1160\\u3164\\uFFA0]");

    private TextRules() {}

    /** Checks a text of one line, and composes it: a letter with its accent is one character, whoever typed it. */
    public static @Nullable String line(FieldReader fields, String name, @Nullable String text) {
        return checked(fields, name, text, HIDDEN);
    }

    /** The same for a text of several lines. */
    public static @Nullable String lines(FieldReader fields, String name, @Nullable String text) {
        return checked(fields, name, text, HIDDEN_IN_LINES);
    }

    private static @Nullable String checked(FieldReader fields, String name, @Nullable String text, Pattern hidden) {
        if (text == null) {
            return null;
        }
        if (hidden.matcher(text).find()) {
            fields.reject(name, "must not contain control characters or marks of direction");
        } else if (!text.isBlank() && !VISIBLE.matcher(text).find()) {
            fields.reject(name, "must contain a visible character");
        }
        return composed(text);
    }

    /** The text as one character for a letter with its accent: UQPAY takes a loose accent for no letter. */
    public static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }
}
