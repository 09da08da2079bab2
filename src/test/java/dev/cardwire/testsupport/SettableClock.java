// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test moves on. */
public final class SettableClock implements InstantSource {

    private final InstantSource base;
    private volatile Duration ahead = Duration.ZERO;

    /** One that stands still in between. */
    public SettableClock(Instant start) {
        this(InstantSource.fixed(start));
    }

    /** One that also goes as the base does. */
    public SettableClock(InstantSource base) {
        this.base = base;
    }

    @Override
    public Instant instant() {
        return base.instant().plus(ahead);
    }

    public void pass(Duration time) {
        ahead = ahead.plus(time);
    }
}
