// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Timer;
import java.util.TimerTask;
import org.jboss.logging.Logger;

/**
 * Bounds the last part of a stop. By then no request is left, but the clients of the stores wait for servers that never
 * answer, longer than the grace period of a replica: they are left to the end of the process.
 */
@ApplicationScoped
class StopLimit {

    private static final Logger LOG = Logger.getLogger(StopLimit.class);
    private static final long CLOSING_MILLIS = 5_000;

    void stop(@Observes ShutdownEvent stopping) {
        // in tests and in dev mode the thread lives on and does something else
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            Thread stopper = Thread.currentThread();
            new Timer("stop limit", true)
                    .schedule(
                            new TimerTask() {
                                @Override
                                public void run() {
                                    if (stopper.isAlive()) {
                                        LOG.warn("connections did not close in 5 s: they end with the process");
                                        stopper.interrupt();
                                    }
                                }
                            },
                            CLOSING_MILLIS);
        }
    }
}
