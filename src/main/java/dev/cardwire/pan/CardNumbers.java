// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Masks card numbers, and finds them in text of any kind: 13 to 19 digits with a right check digit (ISO/IEC 7812-1), also in the groups that
 * people write.
 */
public final class CardNumbers {

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID =
            Pattern.compile("(?<![0-9a-zA-Z_])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z_])");

    private static final Pattern WHOLE = Pattern.compile("[0-9]{13,19}");
    /** At most first eight and last four, as in UQPAY's own events. */
    private static final Pattern MASKED = Pattern.compile("[0-9]{0,8}[*xX•]{1,40}[0-9]{0,4}");

    private static final Pattern SEPARATORS = Pattern.compile("[ .-]");
    private static final int SHOWN_LAST = 4;

    private CardNumbers() {}

    /**
     * What may be shown of a card's own number: as it came if it is masked, its last four digits if it is whole; null for
     * anything else.
     */
    public static @Nullable String masked(@Nullable String number) {
        String text = number == null ? "" : SEPARATORS.matcher(number).replaceAll("");
        if (MASKED.matcher(text).matches()) {
            return text;
        }
        int hidden = text.length() - SHOWN_LAST;
        return WHOLE.matcher(text).matches() ? "*".repeat(hidden) + text.substring(hidden) : null;
    }

    /** Whether {@link #dropFrom} would drop anything. */
    public static boolean areIn(String text) {
        return canHoldOne(text) && !ID.matcher(text).matches() && new DigitScan(text, false, false).finds();
    }

    /** The same for keys that callers make, often of ids, and of times in milliseconds, which begin as no scheme's numbers do. */
    public static boolean mayBeIn(String text) {
        return canHoldOne(text) && new DigitScan(ID.matcher(text).replaceAll("id"), true, false).finds();
    }

    /** The text without every run of digits that holds a card number. A text that is an id as a whole stays as it is. */
    public static String dropFrom(String text) {
        return !canHoldOne(text) || ID.matcher(text).matches() ? text : new DigitScan(text, false, false).replaced("");
    }

    /**
     * The text with a mask in place of every run of digits that may hold a card number; for what people read and nobody
     * computes with. So numbers are found inside longer ones too; ids, and numbers that begin as no scheme's do but
     * times in milliseconds do, stay readable.
     */
    public static String maskIn(String text, String mask) {
        if (!canHoldOne(text)) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        Matcher ids = ID.matcher(text);
        int from = 0;
        while (ids.find()) {
            masked.append(new DigitScan(text.substring(from, ids.start()), true, true).replaced(mask))
                    .append(ids.group());
            from = ids.end();
        }
        return masked.append(new DigitScan(text.substring(from), true, true).replaced(mask))
                .toString();
    }

    /** Most texts have no digits to speak of. */
    private static boolean canHoldOne(String text) {
        int digits = 0;
        int at = 0;
        while (at < text.length() && digits < DigitRun.SHORTEST) {
            int character = text.codePointAt(at);
            digits += Character.digit(character, 10) >= 0 ? 1 : 0;
            at += Character.charCount(character);
        }
        return digits == DigitRun.SHORTEST;
    }
}
