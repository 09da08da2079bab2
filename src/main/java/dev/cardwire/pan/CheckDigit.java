// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

/** The last digit of a card number, by Luhn's formula (ISO/IEC 7812-1, annex B), for digits that come from the right. */
final class CheckDigit {

    private int sum;
    private boolean twice;

    void restart() {
        sum = 0;
        twice = false;
    }

    void addFromTheRight(int digit) {
        int value = twice ? digit * 2 : digit;
        sum += value > 9 ? value - 9 : value;
        twice = !twice;
    }

    /** Whether the digits so far, as a whole, end with the right one. */
    boolean isRight() {
        return sum % 10 == 0;
    }
}
