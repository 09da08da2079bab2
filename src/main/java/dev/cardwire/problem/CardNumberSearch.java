package dev.cardwire.problem;

import java.util.regex.Pattern;

/**
 * Finds what could be a card's number in free text: 13 to 19 digits with a right check digit, also in the groups that
 * people write.
 */
public final class CardNumberSearch {

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    private CardNumberSearch() {}

    public static boolean isIn(String text) {
        return !dropFrom(text).equals(text);
    }

    /**
     * Drops every run of digits that holds a card number. Runs are found by hand: a regular expression for groups of
     * digits recurses once for each group, and a body has room for a hundred thousand.
     */
    public static String dropFrom(String free) {
        if (!hasDigitsEnough(free) || ID.matcher(free).matches()) {
            return free;
        }
        StringBuilder clean = new StringBuilder(free.length());
        int at = 0;
        while (at < free.length()) {
            int end = endOfRun(free, at);
            if (!holdsCardNumber(free.substring(at, end))) {
                clean.append(free, at, end);
            }
            at = end;
        }
        return clean.toString();
    }

    private static boolean hasDigitsEnough(String text) {
        int digits = 0;
        for (int at = 0; at < text.length() && digits < SHORTEST; at++) {
            digits += isDigit(text, at) ? 1 : 0;
        }
        return digits == SHORTEST;
    }

    /** Where the digits that begin here end, also in the groups that people write; the next place if none begin. */
    private static int endOfRun(String text, int start) {
        int end = start + 1;
        while (isDigit(text, start) && end < text.length()) {
            boolean separator = (text.charAt(end) == ' ' || text.charAt(end) == '-') && isDigit(text, end + 1);
            if (!isDigit(text, end) && !separator) {
                break;
            }
            end++;
        }
        return end;
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** Every stretch of whole groups is tried, so that an expiry date behind the number does not hide it. */
    private static boolean holdsCardNumber(String run) {
        if (run.length() < SHORTEST) {
            return false;
        }
        String[] groups = run.split("[ -]", -1);
        for (int first = 0; first < groups.length; first++) {
            StringBuilder stretch = new StringBuilder();
            for (int next = first; next < groups.length && stretch.length() <= LONGEST; next++) {
                stretch.append(groups[next]);
                if (stretch.length() >= SHORTEST && stretch.length() <= LONGEST && isLuhnValid(stretch)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isLuhnValid(CharSequence digits) {
        int sum = 0;
        boolean twice = false;
        for (int i = digits.length() - 1; i >= 0; i--) {
            int digit = digits.charAt(i) - '0';
            int value = twice ? digit * 2 : digit;
            sum += value > 9 ? value - 9 : value;
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
