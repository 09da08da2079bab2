// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The real time, moved on by what a test says. */
final class MovableClock implements InstantSource {
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public Instant instant() {
        return InstantSource.system().instant().plus(ahead);
    }

    void moveOn(Duration time) {
        ahead = ahead.plus(time);
    }
}
