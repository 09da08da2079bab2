// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves. */
final class OwnedClock implements InstantSource {

    private volatile Instant now = Answers.NOON;

    @Override
    public Instant instant() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }
}
