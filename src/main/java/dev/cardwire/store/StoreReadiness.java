// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica whose PostgreSQL takes no writes can neither issue a card nor accept an event: another one may do both. */
@Readiness
@ApplicationScoped
class StoreReadiness implements AsyncHealthCheck {

    private final StoreWatch watch;

    StoreReadiness(StoreWatch watch) {
        this.watch = watch;
    }

    /** What is known to be down is not asked again here: a probe waits for at most one late answer. */
    @Override
    public Uni<HealthCheckResponse> call() {
        return watch.state() == StoreState.WRITABLE
                ? watch.check().map(answered -> response(answered))
                : Uni.createFrom().item(() -> response(true));
    }

    private HealthCheckResponse response(boolean answered) {
        StoreState state = watch.state();
        return HealthCheckResponse.named("PostgreSQL")
                .status(answered && state == StoreState.WRITABLE)
                .withData("state", (answered ? state : StoreState.AWAY).name().toLowerCase(Locale.ROOT))
                .build();
    }
}
