// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.time.Instant;

/** Opens UQPAY's secure iframe once within about a minute. Hand it out, never keep it. */
public record UqpayPanToken(String token, Instant expiresAt) {

    /** Every reader of the token can see the card. */
    @Override
    public String toString() {
        return "UqpayPanToken[expires " + expiresAt + "]";
    }
}
