package dev.cardwire.issuing;

import dev.cardwire.cluster.Leases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Looks for operations whose owner is gone or whose outcome is not known; one replica at a time, by lease. */
@ApplicationScoped
class Recovery {

    private static final Logger LOG = Logger.getLogger(Recovery.class);
    private static final String LEASE = "operation-recovery";
    /** A call may take a whole operation's time; the lease must outlast a pass's slowest step. */
    private static final Duration HOLD = Duration.ofSeconds(40);

    private final Leases leases;
    private final Operations operations;
    private final RecoveredOperation recovered;
    private final IssuingConfig.Recovery config;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();
    private long timer;

    Recovery(Leases leases, Operations operations, RecoveredOperation recovered, IssuingConfig config, Vertx vertx) {
        this.leases = leases;
        this.operations = operations;
        this.recovered = recovered;
        this.config = config.recovery();
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> look());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (running.compareAndSet(false, true)) {
            pass().onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.warnf(
                                    "recovery is put off: %s",
                                    failure.getClass().getSimpleName()));
        }
    }

    /** One pass: what fails is looked at again in the next one. */
    private Uni<Void> pass() {
        return operations.overdue(config.batch()).flatMap(overdue -> {
            if (overdue.isEmpty()) {
                return Uni.createFrom().voidItem();
            }
            return Multi.createFrom()
                    .iterable(overdue)
                    .onItem()
                    .transformToUniAndConcatenate(operation -> leases.hold(LEASE, HOLD)
                            .flatMap(mine ->
                                    mine ? settled(operation) : Uni.createFrom().voidItem()))
                    .collect()
                    .last()
                    .replaceWithVoid();
        });
    }

    private Uni<Void> settled(Operation operation) {
        return recovered
                .settle(operation)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "operation %s stays %s: %s",
                        operation.operationId,
                        operation.state,
                        failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }
}
