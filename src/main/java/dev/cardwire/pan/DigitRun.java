// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

/**
 * The run of digits that is being read, of which the last nineteen digits are kept, and the groups they came in. Each end
 * of a group costs at most nineteen steps and no memory, however long the run is: strangers write the text.
 */
final class DigitRun {

    static final int SHORTEST = 13;
    static final int LONGEST = 19;

    private static final int SHORTEST_PRINTED = 3;
    private static final int LONGEST_PRINTED = 7;
    /** No scheme's numbers begin with 0, 1, 7, 8 or 9. */
    private static final int LOWEST_ISSUED = 2;

    private static final int HIGHEST_ISSUED = 6;
    /** A ring with room for more than a number's digits, and a power of two. */
    private static final int RING = 32;

    private final boolean issuedOnly;
    private final byte[] digits = new byte[RING];
    private final int[] lengths = new int[RING];
    private final boolean[] tight = new boolean[RING];
    private final int[] signs = new int[RING];
    private final CheckDigit check = new CheckDigit();
    private int digitCount;
    private int groupCount;
    private boolean holds;

    /** @param issuedOnly whether only numbers count that begin as those of a scheme do */
    DigitRun(boolean issuedOnly) {
        this.issuedOnly = issuedOnly;
    }

    void begin() {
        digitCount = 0;
        groupCount = 0;
        holds = false;
    }

    /** A group that is longer than any card number: no stretch of whole groups goes across it. */
    void barrier() {
        digitCount = 0;
        groupCount = 0;
    }

    void add(int digit) {
        digits[digitCount % RING] = (byte) digit;
        digitCount = next(digitCount);
    }

    /**
     * The digits that were added last are a group.
     *
     * @param isTight whether it follows the one before as it may in a group of any length
     * @param sign what parts it from the one before, as {@link Gap#sign} has it
     */
    void endGroup(int length, boolean isTight, int sign) {
        lengths[groupCount % RING] = length;
        tight[groupCount % RING] = isTight;
        signs[groupCount % RING] = sign;
        groupCount = next(groupCount);
        holds = holds || endsWithNumber();
    }

    /** Whether any stretch of whole groups so far is a card number, so that an expiry date behind it does not hide it. */
    boolean holds() {
        return holds;
    }

    /** The counts only have to grow until the rings are full. */
    private static int next(int count) {
        return count + 1 == 2 * RING ? RING : count + 1;
    }

    private boolean endsWithNumber() {
        check.restart();
        boolean allTight = true;
        boolean allPrinted = true;
        int length = 0;
        int sign = 0;
        for (int back = 1; back <= Math.min(groupCount, RING); back++) {
            int group = (groupCount - back) % RING;
            if (length + lengths[group] > LONGEST) {
                return false;
            }
            int first = 0;
            for (int digit = 0; digit < lengths[group]; digit++) {
                length++;
                first = digits[(digitCount - length + RING) % RING];
                check.addFromTheRight(first);
            }
            allPrinted &= lengths[group] >= SHORTEST_PRINTED && lengths[group] <= LONGEST_PRINTED;
            if (length >= SHORTEST && (allTight || allPrinted) && check.isRight() && mayBegin(first)) {
                return true;
            }
            allTight &= tight[group];
            allPrinted &= back == 1 || signs[group] == sign;
            sign = signs[group];
            if (!allTight && !allPrinted) {
                return false;
            }
        }
        return false;
    }

    private boolean mayBegin(int digit) {
        return !issuedOnly || (digit >= LOWEST_ISSUED && digit <= HIGHEST_ISSUED);
    }
}
