package dev.cardwire.problem;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Finds what could be a card's number in free text: 13 to 19 digits with a right check digit, also in the groups that
 * people write. Between groups of any length stands one blank or dash; between groups as they are printed on cards also
 * dots, line ends and more, which elsewhere part dates and amounts.
 */
public final class CardNumberSearch {

    /** Ids are never card numbers, though their digits may look like one across the dashes. */
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Pattern GROUP = Pattern.compile("([^0-9]*)([0-9]+)");

    private static final String TIGHT = " -";
    private static final int WIDEST_GAP = 3;
    private static final int SHORTEST_PRINTED = 3;
    private static final int LONGEST_PRINTED = 7;

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

    /** Where the digits that begin here end, also in groups; the next place if none begin. */
    private static int endOfRun(String text, int start) {
        int end = start + 1;
        while (isDigit(text, start) && end < text.length()) {
            int next = end;
            while (next < text.length() && next - end < WIDEST_GAP && isSeparator(text.charAt(next))) {
                next++;
            }
            if (!isDigit(text, next)) {
                break;
            }
            end = next + 1;
        }
        return end;
    }

    private static boolean isSeparator(char character) {
        return switch (character) {
            case '.', '_', '-', '\u2212', '\u00a0', '\t', '\n', '\r' -> true;
            default ->
                Character.getType(character) == Character.DASH_PUNCTUATION
                        || Character.getType(character) == Character.SPACE_SEPARATOR;
        };
    }

    private static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    /** @param tight whether it follows the one before as it may in a group of any length */
    private record Group(boolean tight, String digits) {

        boolean isPrinted() {
            return digits.length() >= SHORTEST_PRINTED && digits.length() <= LONGEST_PRINTED;
        }
    }

    /** Every stretch of whole groups is tried, so that an expiry date behind the number does not hide it. */
    private static boolean holdsCardNumber(String run) {
        if (run.length() < SHORTEST) {
            return false;
        }
        List<Group> groups = GROUP.matcher(run)
                .results()
                .map(found -> new Group(found.group(1).length() <= 1 && TIGHT.contains(found.group(1)), found.group(2)))
                .toList();
        for (int first = 0; first < groups.size(); first++) {
            StringBuilder stretch = new StringBuilder();
            boolean tight = true;
            boolean printed = true;
            for (int next = first; next < groups.size() && stretch.length() <= LONGEST; next++) {
                stretch.append(groups.get(next).digits());
                tight &= next == first || groups.get(next).tight();
                printed &= groups.get(next).isPrinted();
                boolean fits = stretch.length() >= SHORTEST && stretch.length() <= LONGEST && (tight || printed);
                if (fits && isLuhnValid(stretch)) {
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
