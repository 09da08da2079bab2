// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica whose PostgreSQL takes no writes can neither issue a card nor accept an event: another one may do both. */
@Readiness
@ApplicationScoped
class StoreReadiness implements HealthCheck {

    private final StoreWatch watch;

    StoreReadiness(StoreWatch watch) {
        this.watch = watch;
    }

    @Override
    public HealthCheckResponse call() {
        StoreState state = watch.state();
        return HealthCheckResponse.named("PostgreSQL")
                .status(state == StoreState.WRITABLE)
                .withData("state", state.name().toLowerCase(Locale.ROOT))
                .build();
    }
}
