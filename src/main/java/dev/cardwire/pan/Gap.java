// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

/** What may stand between two groups of digits of one number; one object reads all of a text. */
final class Gap {

    /** Blanks in a row, as columns have them; of other signs people write three at most. */
    private static final int MOST_BLANKS = 8;

    private static final int MOST_SIGNS = 3;
    /** As wide as between groups of any length. */
    private static final int MOST_TIGHT_BLANKS = 3;

    private int end;
    private boolean tight;
    private int sign;

    /** Reads the gap that begins here; it may be empty. */
    void read(String text, int start) {
        int at = start;
        int blanks = 0;
        int signs = 0;
        boolean dashed = false;
        sign = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (!isInvisible(character)) {
                boolean blank = Character.getType(character) == Character.SPACE_SEPARATOR;
                if (blank ? blanks == MOST_BLANKS : signs == MOST_SIGNS || !isSign(character)) {
                    break;
                }
                blanks += blank ? 1 : 0;
                signs += blank ? 0 : 1;
                dashed |= character == '-';
                sign = isOfLists(character) ? sign * 31 + character : sign;
            }
            at += Character.charCount(character);
        }
        boolean alone = blanks == 0 && signs == 1 && dashed;
        end = at;
        tight = alone || (signs == 0 && blanks <= MOST_TIGHT_BLANKS);
    }

    /** The first place behind it. */
    int end() {
        return end;
    }

    /** Whether nothing stands here but a few blanks or one dash: that parts groups of any length. */
    boolean isTight() {
        return tight;
    }

    /**
     * Which signs stand here that part lists, addresses and times as well: in a number they are the same between all of its
     * groups. 0 for none of them.
     */
    int sign() {
        return sign;
    }

    private static boolean isOfLists(int character) {
        return switch (character) {
            case '/', ',', '|', ':', '\u00b7', '\u2022' -> true;
            default -> false;
        };
    }

    private static boolean isSign(int character) {
        return switch (character) {
            case '.', '_', '\u2212' -> true;
            default ->
                isOfLists(character)
                        || switch (Character.getType(character)) {
                            case Character.DASH_PUNCTUATION,
                                    Character.LINE_SEPARATOR,
                                    Character.PARAGRAPH_SEPARATOR,
                                    Character.CONTROL -> true;
                            default -> false;
                        };
        };
    }

    /** What takes no room parts no digits: whoever reads the text reads one number. */
    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            case Character.CONTROL -> !Character.isWhitespace(character);
            // fillers, which are letters by their type
            default -> character == '\u115f' || character == '\u1160' || character == '\u3164' || character == '\uffa0';
        };
    }
}
