// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time that moves when a test says so. */
public final class MovingTime implements InstantSource {

    private Instant now = Streams.THEN;

    @Override
    public Instant instant() {
        return now;
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }
}
