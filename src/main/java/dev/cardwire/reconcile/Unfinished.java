package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.ParkedSignals;
import dev.cardwire.card.ParkedSignals.Awaited;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

/**
 * Looks up what waits for an event that did not come: cards that are PENDING for too long, and parked events whose card
 * or order nobody announced. Each pass goes on where the last one stopped, so that nothing that stays unfinished keeps
 * the rest from being seen.
 */
@ApplicationScoped
class Unfinished {

    private final CardDirectory directory;
    private final ParkedSignals parked;
    private final Looks looks;
    private final ReconcileConfig.Sweep config;
    private final InstantSource clock;
    private final Patience patience;
    private volatile Instant pendingAfter = Instant.EPOCH;
    private volatile Instant awaitedAfter = Instant.EPOCH;

    Unfinished(
            CardDirectory directory, ParkedSignals parked, Looks looks, ReconcileConfig config, InstantSource clock) {
        this.directory = directory;
        this.parked = parked;
        this.looks = looks;
        this.config = config.sweep();
        this.clock = clock;
        this.patience = new Patience(this.config.every(), clock);
    }

    /** One pass; ends early, to be gone on with, when UQPAY may not be asked. */
    Uni<Void> look() {
        return pending().flatMap(done -> awaited());
    }

    private Uni<Void> pending() {
        Instant before = clock.instant().minus(config.pendingFor());
        return directory
                .pendingBetween(pendingAfter, before, config.batch())
                .invoke(cards -> pendingAfter = next(cards, CardSnapshot::updatedAt))
                .map(cards -> cards.stream().map(CardSnapshot::cardId).toList())
                .flatMap(this::lookAtCards);
    }

    private Uni<Void> awaited() {
        return parked.awaited(awaitedAfter, config.batch())
                .invoke(waiting -> awaitedAfter = next(waiting, Awaited::since))
                .flatMap(waiting -> strangers(waiting)
                        .flatMap(this::lookAtCards)
                        .flatMap(done -> lookAtOrders(waiting.stream()
                                .map(Awaited::orderId)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList())));
    }

    /** The awaited cards that are not known: an event of a type that nobody understands waits for no card. */
    private Uni<List<UUID>> strangers(List<Awaited> waiting) {
        List<UUID> ids = waiting.stream()
                .map(Awaited::cardId)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return directory
                .statuses(ids)
                .map(known -> ids.stream().filter(id -> !known.containsKey(id)).toList());
    }

    private Uni<Void> lookAtCards(List<UUID> cards) {
        return each(cards, looks::at);
    }

    private Uni<Void> lookAtOrders(List<String> orders) {
        return each(orders, looks::atOrder);
    }

    private <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> look) {
        return Multi.createFrom()
                .iterable(all)
                .filter(patience::isOver)
                .onItem()
                .transformToUniAndConcatenate(one -> Looks.tolerant(look.apply(one), one))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Behind what this pass took; back to the beginning when that was the end. */
    private <T> Instant next(List<T> taken, Function<T, Instant> time) {
        return taken.size() < config.batch() ? Instant.EPOCH : time.apply(taken.get(taken.size() - 1));
    }
}
