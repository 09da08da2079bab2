// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.StreamHubs;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica that has not found the log yet would refuse streams, and a native {@code EventSource} then gives up for good. */
@Readiness
@ApplicationScoped
class StreamReadiness implements HealthCheck {

    private final StreamHubs hubs;

    StreamReadiness(StreamHubs hubs) {
        this.hubs = hubs;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("log of changes")
                .status(hubs.haveStarted())
                .build();
    }
}
