// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import java.util.List;
import java.util.Set;
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
    private static final Set<String> TIGHT = Set.of(" ", "-");
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
                .map(found -> new Group(isTight(found.group(1)), found.group(2)))
                .toList());
    }

    private static boolean isTight(String gap) {
        String seen = gap.chars()
                .filter(character -> !isInvisible((char) character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return seen.isEmpty() || TIGHT.contains(seen);
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
            int next = behindGap(text, end);
            if (!isDigit(text, next)) {
                break;
            }
            end = next + 1;
        }
        return end;
    }

    /** The first place behind what may stand between two groups. */
    private static int behindGap(String text, int start) {
        int end = start;
        for (int width = 0; end < text.length() && isBetween(text.charAt(end)); end++) {
            width += isInvisible(text.charAt(end)) ? 0 : 1;
            if (width > WIDEST_GAP) {
                break;
            }
        }
        return end;
    }

    static boolean isDigit(String text, int at) {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private static boolean isBetween(char character) {
        return isInvisible(character)
                || switch (character) {
                    case '.', '_', '\u2212' -> true;
                    default ->
                        switch (Character.getType(character)) {
                            case Character.DASH_PUNCTUATION,
                                    Character.SPACE_SEPARATOR,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.CONTROL -> true;
                            default -> false;
                        };
                };
    }

    /** What takes no room parts no digits: whoever reads the text reads one number. */
    private static boolean isInvisible(char character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            case Character.CONTROL -> !Character.isWhitespace(character);
            // fillers, which are letters by their type
            default -> character == '\u115f' || character == '\u1160' || character == '\u3164' || character == '\uffa0';
        };
    }
}
