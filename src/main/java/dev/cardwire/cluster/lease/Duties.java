// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** What has to be done again and again, by one replica at a time and whichever lives. */
@ApplicationScoped
public class Duties {

    /** A store that is away must not hold up the stop: its leases run out. */
    private static final Duration GIVE_BACK = Duration.ofSeconds(2);

    private static final double MILLIS = 1_000.0;

    private final Leases leases;
    private final Vertx vertx;
    private final InstantSource clock;
    private final MeterRegistry metrics;
    private final List<Duty> begun = new CopyOnWriteArrayList<>();
    private final List<Long> timers = new CopyOnWriteArrayList<>();

    Duties(Leases leases, Vertx vertx, InstantSource clock, MeterRegistry metrics) {
        this.leases = leases;
        this.vertx = vertx;
        this.clock = clock;
        this.metrics = metrics;
    }

    /**
     * Does the work every so often until the application stops, by one replica and never twice at once. What fails is
     * done again at the next tick.
     *
     * @param name of the lease that decides which replica it is
     * @param every when another replica takes over from one that vanished: after twice this time
     * @return for who brings new work: has it done at once, if this replica is the one
     */
    public Runnable begin(String name, Duration every, Function<DutyLease, Uni<Void>> work) {
        Duty duty = new Duty(name, every, leases, work, clock);
        // of this replica alone: the youngest of all replicas' is the duty's
        Gauge.builder(
                        "cardwire.duty.age.seconds",
                        () -> Duration.between(duty.endedAt(), clock.instant()).toMillis() / MILLIS)
                .tag("duty", name)
                .register(metrics);
        Gauge.builder("cardwire.duty.interval.seconds", () -> every.toMillis() / MILLIS)
                .tag("duty", name)
                .register(metrics);
        begun.add(duty);
        timers.add(vertx.setPeriodic(Math.max(1, every.toMillis()), tick -> duty.tick()));
        return duty::tick;
    }

    /** Timers outlive the application in dev mode, where the next one runs on the same event loops. */
    void stop(@Observes ShutdownEvent stopping) {
        timers.forEach(vertx::cancelTimer);
        List<Uni<Void>> leases = begun.stream().map(Duty::stop).toList();
        if (!leases.isEmpty()) {
            // awaited, or the store's connections are closed first
            Uni.join()
                    .all(leases)
                    .andCollectFailures()
                    .replaceWithVoid()
                    .ifNoItem()
                    .after(GIVE_BACK)
                    .recoverWithUni(() -> Uni.createFrom().voidItem())
                    .await()
                    .indefinitely();
        }
    }
}
