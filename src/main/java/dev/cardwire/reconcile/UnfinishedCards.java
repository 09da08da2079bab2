// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardDirectory.Wanted;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.ParkedReports;
import dev.cardwire.card.ParkedReports.Awaited;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Looks up what waits: reads that somebody needs and has not got, cards that are PENDING for too long, and parked events
 * whose card or order nobody announced. Each pass goes on where the last one stopped, so that nothing that stays unfinished keeps
 * the rest from being seen.
 */
@ApplicationScoped
class UnfinishedCards {

    /** Of one time; what is beyond it comes when these are settled. */
    private static final int MOST = 10_000;

    private final CardDirectory directory;
    private final ParkedReports parked;
    private final SweepReads looks;
    private final ReconcileConfig.Sweep config;
    private final InstantSource clock;
    private final RetryPauses patience;
    private volatile Instant wantedAfter = Instant.EPOCH;
    private volatile Instant pendingAfter = Instant.EPOCH;
    private volatile Instant awaitedAfter = Instant.EPOCH;

    UnfinishedCards(
            CardDirectory directory,
            ParkedReports parked,
            SweepReads looks,
            ReconcileConfig config,
            InstantSource clock) {
        this.directory = directory;
        this.parked = parked;
        this.looks = looks;
        this.config = config.sweep();
        this.clock = clock;
        this.patience = new RetryPauses(this.config.every(), clock);
    }

    /** One pass; ends early, to be gone on with, when UQPAY may not be asked. */
    Uni<Void> look() {
        return wanted().flatMap(done -> pending()).flatMap(done -> awaited());
    }

    /** What was wanted is normally read at once; a replica that died, or had no call left, leaves it to this. */
    private Uni<Void> wanted() {
        Instant before = clock.instant().minus(config.every());
        return taken(
                        limit -> directory.readsWantedBetween(wantedAfter, before, limit),
                        Wanted::since,
                        time -> wantedAfter = time)
                .map(cards -> cards.stream().map(Wanted::cardId).toList())
                .flatMap(cards -> each(cards, looks::wanted));
    }

    private Uni<Void> pending() {
        Instant before = clock.instant().minus(config.pendingFor());
        return taken(
                        limit -> directory.pendingBetween(pendingAfter, before, limit),
                        CardSnapshot::updatedAt,
                        time -> pendingAfter = time)
                .map(cards -> cards.stream().map(CardSnapshot::cardId).toList())
                .flatMap(this::lookAtCards);
    }

    private Uni<Void> awaited() {
        return taken(limit -> parked.awaited(awaitedAfter, limit), Awaited::since, time -> awaitedAfter = time)
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

    private <T> Uni<Void> each(List<T> all, Function<T, Uni<Optional<ReportOutcome>>> look) {
        return Multi.createFrom()
                .iterable(all)
                .filter(patience::isOver)
                .onItem()
                .transformToUniAndConcatenate(one -> SweepReads.tolerant(answered(one, look.apply(one)), one)
                        .invoke(outcome -> {
                            if (SweepReads.settled(outcome)) {
                                patience.forget(one);
                            }
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Patience is for what UQPAY answers again and again, not for a UQPAY that is away, and not for calls that were never made. */
    private <T> Uni<Optional<ReportOutcome>> answered(T one, Uni<Optional<ReportOutcome>> look) {
        return look.onFailure(UqpayNotSentException.class)
                .invoke(() -> patience.forget(one))
                .onFailure(UqpayUnavailableException.class)
                .invoke(() -> patience.unanswered(one));
    }

    /**
     * What one pass takes, and where the next goes on: behind it, or at the beginning when that was the end. What is of one
     * time is taken together, because the next pass cannot go on among it.
     */
    private <T> Uni<List<T>> taken(IntFunction<Uni<List<T>>> rows, Function<T, Instant> time, Consumer<Instant> goOn) {
        return taken(config.batch(), rows, time, goOn);
    }

    private <T> Uni<List<T>> taken(
            int limit, IntFunction<Uni<List<T>>> rows, Function<T, Instant> time, Consumer<Instant> goOn) {
        return rows.apply(limit).flatMap(found -> {
            if (found.size() < limit) {
                goOn.accept(Instant.EPOCH);
                return Uni.createFrom().item(found);
            }
            Instant last = time.apply(found.get(found.size() - 1));
            List<T> whole =
                    found.stream().filter(one -> time.apply(one).isBefore(last)).toList();
            if (whole.isEmpty() && limit < MOST) {
                return taken(limit * 2, rows, time, goOn);
            }
            goOn.accept(whole.isEmpty() ? last : time.apply(whole.get(whole.size() - 1)));
            return Uni.createFrom().item(whole.isEmpty() ? found : whole);
        });
    }
}
