// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import dev.cardwire.time.MachineTime;
import dev.cardwire.time.SharedClock;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Compares the machine's clock with PostgreSQL's, which all replicas share; when it goes wrong, the log says so once. */
@Singleton
class ClockCheck {

    private static final Logger LOG = Logger.getLogger(ClockCheck.class);

    private static final double MILLIS = 1_000.0;

    private final InstantSource machine;
    private final SharedClock shared;

    ClockCheck(@MachineTime InstantSource machine, SharedClock shared, MeterRegistry metrics) {
        this.machine = machine;
        this.shared = shared;
        metrics.gauge(
                "cardwire.clock.ahead.seconds", shared, clock -> clock.ahead().toMillis() / MILLIS);
    }

    Instant now() {
        return machine.instant();
    }

    /**
     * @param asked the machine's time when PostgreSQL was asked for its own
     * @param answer PostgreSQL's time, from some moment between then and now
     */
    synchronized void compare(Instant asked, Instant answer) {
        Instant received = now();
        boolean wasCorrected = shared.isCorrected();
        shared.measured(Duration.between(
                answer, asked.plus(Duration.between(asked, received).dividedBy(2))));
        if (shared.isCorrected() != wasCorrected) {
            if (wasCorrected) {
                LOG.info("this machine's clock is right again");
            } else {
                LOG.warnf(
                        "this machine's clock is %d ms ahead of PostgreSQL's: PostgreSQL's is used",
                        shared.ahead().toMillis());
            }
        }
    }
}
