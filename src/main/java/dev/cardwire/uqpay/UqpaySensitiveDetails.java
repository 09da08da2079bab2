// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

/**
 * What a card is paid with ({@code uqpay/api.md} 10.9). For the length of one request: never to be logged, stored or kept.
 *
 * @param expireDate as {@code MM/YY}
 */
public record UqpaySensitiveDetails(String cardNumber, String expireDate, String cvv) {

    /** Nothing of it. */
    @Override
    public String toString() {
        return "UqpaySensitiveDetails";
    }
}
