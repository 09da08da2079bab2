// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.start.StartOrder;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardFilter;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * The pages of UQPAY's list of cards. One that UQPAY cannot give, while it gives others, is read in smaller and smaller
 * parts, and what stays missing is left out: it must not hide all cards behind it.
 */
@Startup(StartOrder.FOUNDATIONS) // so that its figure is there before the first page
@ApplicationScoped
class CardPages {

    private static final Logger LOG = Logger.getLogger(CardPages.class);

    /** UQPAY's limit ({@code uqpay/api.md} 4). */
    private static final int SMALLEST = 10;

    private final Uqpay uqpay;
    private final Counter leftOut;

    CardPages(Uqpay uqpay, MeterRegistry metrics) {
        this.uqpay = uqpay;
        this.leftOut = metrics.counter("cardwire.reconcile.left.out");
    }

    /**
     * What could be had of a page.
     *
     * @param isLast whether nothing can follow
     * @param leftOut at most so many cards of it could not be read
     */
    record CardPage(List<UqpayCard> cards, boolean isLast, int leftOut) {}

    /** The page, or a failure. */
    Uni<CardPage> read(int number, int size) {
        return whole(number, size).invoke(page -> leftOut.increment(page.leftOut()));
    }

    /** What can be had of the page; fails only when UQPAY gives no other page either, or may not be asked. */
    Uni<CardPage> readWhatCanBeHad(int number, int size) {
        return whole(number, size)
                .onFailure(UqpayUnavailableException.class)
                // with UQPAY away a list would be left out page by page, and count as read
                .recoverWithUni(missing -> asked(number == 1 ? 2 : 1, size)
                        .flatMap(other -> inParts(number, size).map(parts -> parts.page(number, other))))
                .invoke(page -> leftOut.increment(page.leftOut()));
    }

    private Uni<CardPage> whole(int number, int size) {
        return asked(number, size).map(page -> new CardPage(page.items(), page.isLast(number), page.unreadable()));
    }

    private Uni<UqpayPage<UqpayCard>> asked(int number, int size) {
        return uqpay.cards(number, size, UqpayCardFilter.ALL, CallPurpose.SWEEP);
    }

    private Uni<Parts> inParts(int number, int size) {
        int part = partOf(size);
        if (part == 0) {
            LOG.warnf("page %d of %d cards of UQPAY's list is left out", number, size);
            return Uni.createFrom().item(new Parts().without(size));
        }
        int parts = size / part;
        int first = (number - 1) * parts + 1;
        return Multi.createFrom()
                .items(IntStream.range(first, first + parts).boxed())
                .onItem()
                .transformToUniAndConcatenate(next -> asked(next, part)
                        .map(page -> new Parts().with(page))
                        .onFailure(UqpayUnavailableException.class)
                        .recoverWithUni(missing -> inParts(next, part)))
                .collect()
                .in(Parts::new, Parts::add);
    }

    /** The largest part that fills a page and can be divided again, or is one that UQPAY gives; 0 for none. */
    private static int partOf(int size) {
        for (int parts = 2; size / parts >= SMALLEST; parts++) {
            if (size % parts == 0 && (size / parts) % SMALLEST == 0) {
                return size / parts;
            }
        }
        return 0;
    }

    /** What parts of a page gave together. */
    private static final class Parts {

        private final List<UqpayCard> cards = new ArrayList<>();
        private int missing;

        Parts with(UqpayPage<UqpayCard> page) {
            cards.addAll(page.items());
            missing += page.unreadable();
            return this;
        }

        Parts without(int size) {
            missing += size;
            return this;
        }

        void add(Parts others) {
            cards.addAll(others.cards);
            missing += others.missing;
        }

        /** Another page of the same size says how many there are; without a word of it the next page has to say. */
        CardPage page(int number, UqpayPage<UqpayCard> other) {
            boolean isLast = other.totalPages() > 0
                    ? number >= other.totalPages()
                    : number == 1 && other.items().isEmpty();
            return new CardPage(List.copyOf(cards), isLast, missing);
        }
    }
}
