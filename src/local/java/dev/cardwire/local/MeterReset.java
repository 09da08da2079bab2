// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Forgets all meters when the application ends but its JVM goes on, as it does for a live reload and between tests. A gauge
 * of the last application would else stay, and show nothing, in place of the next one's.
 */
@ApplicationScoped
class MeterReset {

    void reset(@Observes ShutdownEvent ended, MeterRegistry meters) {
        meters.clear();
    }
}
