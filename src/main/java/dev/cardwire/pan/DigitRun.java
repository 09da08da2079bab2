package dev.cardwire.pan;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Digits, also in groups. Between groups of any length stands one blank or dash; between groups as they are printed on
 * cards also dots, line ends and more, which elsewhere part dates and amounts.
 */
record DigitRun(List<Group> groups) {

    static final int SHORTEST = 13;
    private static final int LONGEST = 19;

    private static final Pattern GROUP = Pattern.compile("([^0-9]*)([0-9]+)");
    private static final String TIGHT = " -";
    private static final int WIDEST_GAP = 3;
    private static final int SHORTEST_PRINTED = 3;
    private static final int LONGEST_PRINTED = 7;

    /** @param tight whether it follows the one before as it may in a group of any length */
    record Group(boolean tight, String digits) {

        boolean isPrinted() {
            return digits.length() >= SHORTEST_PRINTED && digits.length() <= LONGEST_PRINTED;
        }

        private Stream<Group> parts() {
            return digits.length() <= LONGEST
                    ? Stream.of(this)
                    : digits.chars().mapToObj(digit -> new Group(true, Character.toString(digit)));
        }
    }

    static DigitRun of(String run) {
        return new DigitRun(GROUP.matcher(run)
                .results()
                .map(found -> new Group(found.group(1).length() <= 1 && TIGHT.contains(found.group(1)), found.group(2)))
                .toList());
    }

    /** The same, of which a group that is longer than any card number may hold one in any part. */
    DigitRun inParts() {
        return new DigitRun(groups.stream().flatMap(Group::parts).toList());
    }

    /** Every stretch of whole groups is tried, so that an expiry date behind the number does not hide it. */
    boolean holds(Predicate<CharSequence> cardNumber) {
        for (int first = 0; first < groups.size(); first++) {
            StringBuilder stretch = new StringBuilder();
            boolean tight = true;
            boolean printed = true;
            for (int next = first; next < groups.size() && stretch.length() <= LONGEST; next++) {
                stretch.append(groups.get(next).digits());
                tight &= next == first || groups.get(next).tight();
                printed &= groups.get(next).isPrinted();
                boolean fits = stretch.length() >= SHORTEST && stretch.length() <= LONGEST && (tight || printed);
                if (fits && cardNumber.test(stretch)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Where the digits that begin here end, also in groups; the next place if none begin. By hand: a regular expression for
     * groups of digits recurses once for each group, and a body has room for a hundred thousand.
     */
    static int endIn(String text, int start) {
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

    static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isSeparator(char character) {
        return switch (character) {
            case '.', '_', '-', '\u2212', '\u00a0', '\t', '\n', '\r' -> true;
            default ->
                Character.getType(character) == Character.DASH_PUNCTUATION
                        || Character.getType(character) == Character.SPACE_SEPARATOR;
        };
    }
}
