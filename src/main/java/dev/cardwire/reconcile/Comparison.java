package dev.cardwire.reconcile;

import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardReads;
import dev.cardwire.card.CardStatus;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayPage;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Compares every card with UQPAY through list pages. A difference is a reason for a single read, which knows how to be
 * fair to events that come meanwhile. Cards that are not known here are only counted: importing is an operator's choice.
 */
@ApplicationScoped
class Comparison {

    private static final int PAGE = 100;

    private final Uqpay uqpay;
    private final CardDirectory directory;
    private final CardReads reads;
    private final MeterRegistry metrics;
    private final AtomicLong unknown;

    Comparison(Uqpay uqpay, CardDirectory directory, CardReads reads, MeterRegistry metrics) {
        this.uqpay = uqpay;
        this.directory = directory;
        this.reads = reads;
        this.metrics = metrics;
        this.unknown = metrics.gauge("cardwire.reconcile.unknown.cards", new AtomicLong());
    }

    /**
     * @param mayGoOn asked before each page: false when another replica has taken over
     */
    Uni<Void> run(Supplier<Uni<Boolean>> mayGoOn) {
        return page(1, 0, mayGoOn);
    }

    private Uni<Void> page(int number, long unknownSoFar, Supplier<Uni<Boolean>> mayGoOn) {
        return mayGoOn.get()
                .flatMap(mine -> mine
                        ? uqpay.cards(number, PAGE, UqpayCardFilter.ALL, CallPurpose.SWEEP)
                                .flatMap(found -> compare(found).flatMap(strangers -> {
                                    long all = unknownSoFar + strangers;
                                    if (number >= found.totalPages()) {
                                        unknown.set(all);
                                        return Uni.createFrom().voidItem();
                                    }
                                    return page(number + 1, all, mayGoOn);
                                }))
                        : Uni.createFrom().voidItem());
    }

    /** How many cards of the page are not known here. */
    private Uni<Long> compare(UqpayPage<UqpayCard> page) {
        List<UUID> ids = page.items().stream().map(UqpayCard::cardId).toList();
        return directory.statuses(ids).map(known -> {
            page.items().forEach(card -> compare(card, known));
            return ids.stream().filter(id -> !known.containsKey(id)).count();
        });
    }

    private void compare(UqpayCard card, Map<UUID, CardStatus> known) {
        CardStatus here = known.get(card.cardId());
        CardStatus there = CardStatus.of(card.cardStatus());
        if (here != null && there != null && here != there && !here.isFinal()) {
            metrics.counter("cardwire.reconcile.differences").increment();
            reads.wanted(card.cardId());
        }
    }
}
