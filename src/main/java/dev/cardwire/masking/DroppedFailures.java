// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.masking;

import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * Failures that come when nobody waits for them any more, after a time-out or an answer from elsewhere: whoever stopped
 * waiting has reported why. The framework would print each with its stack trace, as an error.
 */
@Singleton
class DroppedFailures {

    private static final Logger LOG = Logger.getLogger(DroppedFailures.class);

    void quieten(@Observes @Priority(StartOrder.SETTINGS) StartupEvent started) {
        Infrastructure.setDroppedExceptionHandler(
                failure -> LOG.debugf("a failure came too late for anybody: %s", RootCause.of(failure)));
    }
}
