package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReads;
import dev.cardwire.card.ParkedSignals;
import dev.cardwire.cluster.Leases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks at what stays unfinished, one replica at a time: cards that are PENDING for too long, events that wait for a card
 * nobody announced, and, once a day and after a start, every card that is not final.
 */
@ApplicationScoped
class Sweep {

    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final String LEASE = "sweep";
    private static final Duration HOLD = Duration.ofMinutes(1);

    private final Leases leases;
    private final CardDirectory directory;
    private final ParkedSignals parked;
    private final CardReads reads;
    private final Comparison comparison;
    private final ReconcileConfig.Sweep config;
    private final InstantSource clock;
    private final Vertx vertx;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant nextComparison;
    private long timer;

    Sweep(
            Leases leases,
            CardDirectory directory,
            ParkedSignals parked,
            CardReads reads,
            Comparison comparison,
            ReconcileConfig config,
            InstantSource clock,
            Vertx vertx) {
        this.leases = leases;
        this.directory = directory;
        this.parked = parked;
        this.reads = reads;
        this.comparison = comparison;
        this.config = config.sweep();
        this.clock = clock;
        this.vertx = vertx;
        // A start follows a time in which nobody listened: what was missed then is looked up soon.
        this.nextComparison = clock.instant().plus(this.config.every());
    }

    void start(@Observes StartupEvent started) {
        timer = vertx.setPeriodic(config.every().toMillis(), tick -> look());
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (running.compareAndSet(false, true)) {
            leases.hold(LEASE, HOLD)
                    .flatMap(mine -> mine ? pass() : Uni.createFrom().voidItem())
                    .onTermination()
                    .invoke(() -> running.set(false))
                    .subscribe()
                    .with(
                            done -> {},
                            failure -> LOG.warnf(
                                    "the sweep is put off: %s",
                                    failure.getClass().getSimpleName()));
        }
    }

    private Uni<Void> pass() {
        return directory
                .pendingSince(clock.instant().minus(config.pendingFor()), config.batch())
                .invoke(cards -> cards.forEach(reads::wanted))
                .flatMap(pending -> parked.cardsWaitedFor(config.batch()))
                .invoke(cards -> cards.forEach(reads::wanted))
                .flatMap(waited -> compareWhenDue());
    }

    private Uni<Void> compareWhenDue() {
        if (clock.instant().isBefore(nextComparison)) {
            return Uni.createFrom().voidItem();
        }
        return comparison
                .run(() -> leases.hold(LEASE, HOLD))
                .invoke(done -> nextComparison = clock.instant().plus(config.compareEvery()));
    }
}
