// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds card numbers in text of any kind: 13 to 19 digits with a right check digit (ISO/IEC 7812-1), also in the groups that
 * people write.
 */
public final class CardNumbers {

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID =
            Pattern.compile("(?<![0-9a-zA-Z_])[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![0-9a-zA-Z_])");

    private CardNumbers() {}

    /** Whether {@link #dropFrom} would drop anything. */
    public static boolean areIn(String text) {
        return !dropFrom(text).equals(text);
    }

    /** The text without every run of digits that holds a card number. A text that is an id as a whole stays as it is. */
    public static String dropFrom(String text) {
        return !canHoldOne(text) || ID.matcher(text).matches()
                ? text
                : replaced(text, run -> run.holds(CheckDigit::isRight), "");
    }

    /**
     * The text with a mask in place of every run of digits that may hold a card number; for what people read and nobody
     * computes with. So numbers are looked for inside of longer ones too; ids, and numbers that begin as no scheme's do but
     * times in milliseconds do, stay readable.
     */
    public static String maskIn(String text, String mask) {
        if (!canHoldOne(text)) {
            return text;
        }
        Predicate<DigitRun> secret = run -> run.inParts().holds(CardNumbers::isIssued);
        StringBuilder masked = new StringBuilder(text.length());
        Matcher ids = ID.matcher(text);
        int from = 0;
        while (ids.find()) {
            masked.append(replaced(text.substring(from, ids.start()), secret, mask))
                    .append(ids.group());
            from = ids.end();
        }
        return masked.append(replaced(text.substring(from), secret, mask)).toString();
    }

    private static String replaced(String text, Predicate<DigitRun> secret, String instead) {
        StringBuilder clean = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = DigitRun.endIn(text, at);
            boolean drop = end - at >= DigitRun.SHORTEST && secret.test(DigitRun.of(text.substring(at, end)));
            clean.append(drop ? instead : text.substring(at, end));
            at = end;
        }
        return clean.toString();
    }

    /** Most texts have no digits to speak of. */
    private static boolean canHoldOne(String text) {
        int digits = 0;
        for (int at = 0; at < text.length() && digits < DigitRun.SHORTEST; at++) {
            digits += DigitRun.isDigit(text, at) ? 1 : 0;
        }
        return digits == DigitRun.SHORTEST;
    }

    /** No scheme's numbers begin with 0, 1, 7, 8 or 9. */
    private static boolean isIssued(CharSequence digits) {
        return digits.charAt(0) >= '2' && digits.charAt(0) <= '6' && CheckDigit.isRight(digits);
    }
}
