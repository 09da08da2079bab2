// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * An access token and which one it is: generations grow by one with each renewal, over all replicas.
 *
 * @param expiresAt by our clock
 */
record Token(long generation, String value, Instant issuedAt, Instant expiresAt) {

    private static final int PARTS = 5;

    /** No finer than it is stored, so that a token is equal to its own copy. */
    Token {
        issuedAt = issuedAt.truncatedTo(ChronoUnit.MILLIS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether it lives for longer than the margin in which it is renewed. */
    boolean isFresh(Instant now, Duration longestMargin) {
        Duration part = Duration.between(issuedAt, expiresAt).dividedBy(PARTS);
        Duration margin = part.compareTo(longestMargin) < 0 ? part : longestMargin;
        return now.isBefore(expiresAt.minus(margin));
    }

    boolean isValid(Instant now) {
        return now.isBefore(expiresAt);
    }

    String header() {
        return "Bearer " + value;
    }

    @Override
    public String toString() {
        return "Token[" + generation + ", expires " + expiresAt + "]";
    }
}
