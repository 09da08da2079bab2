// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

/**
 * One pass over a text for runs of digits, of any script, in groups: between groups of any length stand a few blanks or a
 * dash; between groups as they are printed on cards also dots, slashes, line ends and more, which elsewhere part dates and
 * amounts.
 */
final class DigitScan {

    private final String text;
    private final boolean intoLongGroups;
    private final DigitRun run;
    private final Gap gap = new Gap();
    private int at;

    /**
     * @param issuedOnly whether only numbers count that begin as a scheme's do
     * @param intoLongGroups whether a number inside of a longer one counts too
     */
    DigitScan(String text, boolean issuedOnly, boolean intoLongGroups) {
        this.text = text;
        this.intoLongGroups = intoLongGroups;
        this.run = new DigitRun(issuedOnly);
    }

    boolean finds() {
        while (at < text.length()) {
            if (isDigit(at)) {
                read();
                if (run.holds()) {
                    return true;
                }
            } else {
                at += Character.charCount(text.codePointAt(at));
            }
        }
        return false;
    }

    /** The text with the mask in place of each run that holds a card number; the text itself when no run does. */
    String replaced(String mask) {
        StringBuilder clean = null;
        int kept = 0;
        while (at < text.length()) {
            if (!isDigit(at)) {
                at += Character.charCount(text.codePointAt(at));
                continue;
            }
            int start = at;
            int end = read();
            if (run.holds()) {
                clean = clean == null ? new StringBuilder(text.length()) : clean;
                clean.append(text, kept, start).append(mask);
                kept = end;
            }
        }
        return clean == null ? text : clean.append(text, kept, text.length()).toString();
    }

    /** Reads the run that begins here, and gives the place behind its last digit. */
    private int read() {
        run.begin();
        boolean tight = true;
        int sign = 0;
        while (true) {
            int end = readGroup(tight, sign);
            gap.read(text, end);
            at = gap.end();
            if (!isDigit(at)) {
                return end;
            }
            tight = gap.isTight();
            sign = gap.sign();
        }
    }

    private int readGroup(boolean tight, int sign) {
        int start = at;
        int length = 0;
        int end = start;
        while (isDigit(end)) {
            length++;
            end += Character.charCount(text.codePointAt(end));
        }
        if (length > DigitRun.LONGEST && !intoLongGroups) {
            run.barrier();
            return end;
        }
        boolean parted = length > DigitRun.LONGEST;
        for (int digit = start; digit < end; digit += Character.charCount(text.codePointAt(digit))) {
            run.add(Character.digit(text.codePointAt(digit), 10));
            if (parted) {
                run.endGroup(1, tight || digit > start, sign);
            }
        }
        if (!parted) {
            run.endGroup(length, tight, sign);
        }
        return end;
    }

    private boolean isDigit(int place) {
        return place < text.length() && Character.digit(text.codePointAt(place), 10) >= 0;
    }
}
