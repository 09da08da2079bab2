// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

/** The last digit of a card number, by Luhn's formula (ISO/IEC 7812-1, annex B). */
final class CheckDigit {

    private CheckDigit() {}

    static boolean isRight(CharSequence digits) {
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
