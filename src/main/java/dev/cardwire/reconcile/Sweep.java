package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReads;
import dev.cardwire.card.ParkedSignals;
import dev.cardwire.cluster.Duties;
import dev.cardwire.cluster.Turn;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Looks at what stays unfinished, one replica at a time: cards that are PENDING for too long, events that wait for a card
 * nobody announced, and, once a day and after a start, every card that is not final.
 */
@ApplicationScoped
class Sweep {

    private final CardDirectory directory;
    private final ParkedSignals parked;
    private final CardReads reads;
    private final Comparison comparison;
    private final ReconcileConfig.Sweep config;
    private final InstantSource clock;
    private volatile Instant nextComparison;

    Sweep(
            CardDirectory directory,
            ParkedSignals parked,
            CardReads reads,
            Comparison comparison,
            ReconcileConfig config,
            InstantSource clock) {
        this.directory = directory;
        this.parked = parked;
        this.reads = reads;
        this.comparison = comparison;
        this.config = config.sweep();
        this.clock = clock;
        // A start follows a time in which nobody listened: what was missed then is looked up soon.
        this.nextComparison = clock.instant().plus(this.config.every());
    }

    void start(@Observes StartupEvent started, Duties duties) {
        duties.begin("sweep", config.every(), this::pass);
    }

    private Uni<Void> pass(Turn turn) {
        return directory
                .pendingSince(clock.instant().minus(config.pendingFor()), config.batch())
                .invoke(cards -> cards.forEach(reads::wanted))
                .flatMap(pending -> parked.cardsWaitedFor(config.batch()))
                .invoke(cards -> cards.forEach(reads::wanted))
                .flatMap(waited -> compareWhenDue(turn));
    }

    private Uni<Void> compareWhenDue(Turn turn) {
        if (clock.instant().isBefore(nextComparison)) {
            return Uni.createFrom().voidItem();
        }
        return comparison
                .run(turn::goesOn)
                .invoke(done -> nextComparison = clock.instant().plus(config.compareEvery()));
    }
}
