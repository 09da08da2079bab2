// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.InstantSource;

/** The one place that reads the machine's clock; everything else takes an {@link InstantSource}, which a test owns. */
@ApplicationScoped
class WallClock {

    @Produces
    @ApplicationScoped
    InstantSource instants(SharedClock shared) {
        Clock machine = Clock.systemUTC();
        return () -> machine.instant().plus(shared.correction());
    }

    @Produces
    @MachineTime
    @ApplicationScoped
    InstantSource ofTheMachine() {
        return Clock.systemUTC();
    }
}
