// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.reconcile.CardPages.CardPage;
import dev.cardwire.reconcile.ComparisonPlace.Place;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Compares every card with UQPAY through list pages, once a day and after each outage. A difference is a reason for a
 * single read, which knows how to be fair to events that come meanwhile; a page counts as done when its reads are, so
 * that the replica that goes on after a restart leaves nothing out. Cards issued while it goes on shift the others to later pages:
 * some are seen twice, none is missed, but for those that UQPAY cannot list. Cards that are not known here are only counted: importing is an operator's choice.
 */
@ApplicationScoped
class Comparison {

    /** A page whose reads fail this often is left behind: one card that UQPAY cannot show must not hide all others. */
    private static final int PATIENCE = 3;

    private final CardPages pages;
    private final CardDirectory directory;
    private final SweepReads looks;
    private final CardListing listing;
    private final ComparisonPlace places;
    private final int size;
    private final Counter differences;
    private final AtomicLong unknown;
    private final AtomicInteger failures = new AtomicInteger();

    Comparison(
            CardPages pages,
            CardDirectory directory,
            SweepReads looks,
            CardListing listing,
            ComparisonPlace places,
            ReconcileConfig config,
            MeterRegistry metrics) {
        this.pages = pages;
        this.directory = directory;
        this.looks = looks;
        this.listing = listing;
        this.places = places;
        this.size = config.sweep().page();
        this.differences = metrics.counter("cardwire.reconcile.differences");
        this.unknown = metrics.gauge("cardwire.reconcile.unknown.cards", new AtomicLong());
    }

    /** Goes on with the comparison that is under way, or begins one that is due. */
    Uni<Void> run(DutyLease turn) {
        return Uni.createFrom()
                .deferred(() -> step(turn))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** One page, from the place in PostgreSQL to the place in PostgreSQL; whether another may follow. */
    private Uni<Boolean> step(DutyLease turn) {
        return turn.goesOn().flatMap(mine -> mine ? step() : Uni.createFrom().item(false));
    }

    private Uni<Boolean> step() {
        return places.read().flatMap(place -> {
            if (place.due()) {
                return places.begin(place).replaceWith(true);
            }
            return place.page() > 0 ? page(place) : Uni.createFrom().item(false);
        });
    }

    private Uni<Boolean> page(Place place) {
        return (failures.get() == 0 ? pages.read(place.page(), size) : pages.readWhatCanBeHad(place.page(), size))
                .flatMap(found -> compare(place.page(), found).flatMap(strangers -> {
                    long all = place.unknown() + strangers;
                    boolean last = found.isLast();
                    if (last) {
                        unknown.set(all);
                    }
                    failures.set(0);
                    return (last ? unlisted(place) : Uni.createFrom().voidItem())
                            .flatMap(done -> places.advance(place.page(), last ? 0 : place.page() + 1, all))
                            .replaceWith(!last);
                }))
                .onFailure()
                .invoke(failures::incrementAndGet);
    }

    /** Cards that UQPAY left out of all pages: a read shows whether it knows them. */
    private Uni<Void> unlisted(Place place) {
        return listing.missing(place).flatMap(cards -> Multi.createFrom()
                .iterable(cards)
                .onItem()
                .transformToUniAndConcatenate(card -> SweepReads.tolerant(looks.at(card), card))
                .collect()
                .last()
                .replaceWithVoid());
    }

    /** How many cards of the page are not known here. */
    private Uni<Long> compare(int number, CardPage page) {
        List<UUID> ids = page.cards().stream().map(UqpayCard::cardId).toList();
        return directory.snapshots(ids).flatMap(known -> Multi.createFrom()
                .iterable(differing(page, known, CardDifference.STATUS))
                .onItem()
                .transformToUniAndConcatenate(this::hidden)
                .filter(Optional::isPresent)
                .map(Optional::orElseThrow)
                .collect()
                .asList()
                .flatMap(hidden -> believe(
                        number,
                        Stream.concat(hidden.stream(), differing(page, known, CardDifference.FACTS).stream())
                                .toList()))
                .flatMap(compared -> listing.note(known.keySet()))
                .replaceWith(ids.stream().filter(id -> !known.containsKey(id)).count()));
    }

    private List<UUID> differing(CardPage page, Map<UUID, CardSnapshot> known, CardDifference difference) {
        List<UUID> differing = page.cards().stream()
                .filter(card -> CardDifference.between(card, known.get(card.cardId())) == difference)
                .map(UqpayCard::cardId)
                .toList();
        differences.increment(differing.size());
        return differing;
    }

    /** Reads a card; it is named again when UQPAY lists it and yet does not show it. */
    private Uni<Optional<UUID>> hidden(UUID cardId) {
        return (failures.get() < PATIENCE ? looks.at(cardId) : SweepReads.tolerant(looks.at(cardId), cardId))
                .map(outcome -> outcome.isPresent() ? Optional.<UUID>empty() : Optional.of(cardId))
                .onFailure(UqpayRefusedException.class)
                .recoverWithItem(Optional.of(cardId));
    }

    /**
     * What the list says of cards that are not shown by themselves is all that can be learnt of them; and for limits,
     * controls, metadata and balances one more page costs less than a read of each card. It is asked for once more, because a signal that came since the first time would be fresher, and only a counter taken before can tell.
     */
    private Uni<Void> believe(int number, List<UUID> hidden) {
        return hidden.isEmpty()
                ? Uni.createFrom().voidItem()
                : counters(hidden)
                        .flatMap(seen -> pages.readWhatCanBeHad(number, size).flatMap(again -> Multi.createFrom()
                                .iterable(again.cards())
                                .filter(card -> seen.containsKey(card.cardId()))
                                .onItem()
                                .transformToUniAndConcatenate(card -> looks.listed(card, seen.get(card.cardId())))
                                .collect()
                                .last()
                                .replaceWithVoid()));
    }

    private Uni<Map<UUID, Long>> counters(List<UUID> cardIds) {
        return Multi.createFrom()
                .iterable(cardIds)
                .onItem()
                .transformToUniAndConcatenate(
                        id -> directory.signalsSeen(id).map(seen -> Map.entry(id, seen.orElse(0L))))
                .collect()
                .asMap(Map.Entry::getKey, Map.Entry::getValue);
    }
}
