// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/**
 * The one place that reads the machine's clock; everything else takes an {@link InstantSource}, which a test owns. Times
 * have microseconds, as in PostgreSQL: finer ones would differ from themselves once they were stored.
 */
@ApplicationScoped
class WallClock {

    private static final Duration TICK = Duration.of(1, ChronoUnit.MICROS);

    @Produces
    @ApplicationScoped
    InstantSource instants(SharedClock shared) {
        InstantSource machine = ofTheMachine();
        return () -> machine.instant().plus(shared.correction()).truncatedTo(ChronoUnit.MICROS);
    }

    @Produces
    @MachineTime
    @ApplicationScoped
    InstantSource ofTheMachine() {
        return Clock.tick(Clock.systemUTC(), TICK);
    }
}
