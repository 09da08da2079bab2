// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.start.StartOrder;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;

/**
 * Pages of UQPAY's lists. One that UQPAY answers with something unreadable is read in the smallest parts that UQPAY gives,
 * and what stays missing is left out and counted: one odd thing must not hide all others.
 */
@Startup(StartOrder.FOUNDATIONS) // so that its figures are there before the first page
@Singleton
class ListPages {

    private static final Logger LOG = Logger.getLogger(ListPages.class);
    private static final String LEFT_OUT = "cardwire.catalog.left.out";

    static final String PRODUCTS = "products";
    static final String CARDHOLDERS = "cardholders";

    /** UQPAY's limit ({@code uqpay/api.md} 4). */
    private static final int SMALLEST = 10;

    private static final int LARGEST = 100;
    /** A list that is longer than this is not one of an account's products. */
    private static final int MOST_PAGES = 20;

    private final MeterRegistry metrics;

    ListPages(MeterRegistry metrics) {
        this.metrics = metrics;
        for (String list : List.of(PRODUCTS, CARDHOLDERS)) {
            metrics.counter(LEFT_OUT, "list", list);
        }
    }

    /** All pages of a list as one. */
    <T> Uni<UqpayPage<T>> all(String list, PageCall<T> call) {
        return from(list, 1, new UqpayPage<>(List.of(), 1, 0), call);
    }

    private <T> Uni<UqpayPage<T>> from(String list, int number, UqpayPage<T> before, PageCall<T> call) {
        return read(list, number, LARGEST, call).flatMap(found -> {
            List<T> items = new ArrayList<>(before.items());
            items.addAll(found.items());
            UqpayPage<T> all = new UqpayPage<>(items, 1, items.size(), before.unreadable() + found.unreadable());
            return found.isLast(number) || number == MOST_PAGES
                    ? Uni.createFrom().item(all)
                    : from(list, number + 1, all, call);
        });
    }

    /** Reads one page. */
    interface PageCall<T> {

        Uni<UqpayPage<T>> page(int number, int size);
    }

    /** The page, or what can be had of it; {@code size} is a multiple of 10. */
    <T> Uni<UqpayPage<T>> read(String list, int number, int size, PageCall<T> call) {
        return call.page(number, size)
                .onFailure(failure -> size > SMALLEST && wasAnswered(failure))
                .recoverWithUni(failure -> inParts(list, number, size, call, failure))
                .invoke(page -> metrics.counter(LEFT_OUT, "list", list).increment(page.unreadable()));
    }

    /** Without any answer there is nothing about this page that another one would not share. */
    private static boolean wasAnswered(Throwable failure) {
        return failure instanceof UqpayUnavailableException unavailable
                && unavailable
                        .evidence()
                        .map(UqpayEvidence::kind)
                        .filter(kind -> kind == UqpayEvidence.Kind.ANSWER
                                || kind == UqpayEvidence.Kind.UNREADABLE
                                || kind == UqpayEvidence.Kind.TOO_LARGE)
                        .isPresent();
    }

    private <T> Uni<UqpayPage<T>> inParts(String list, int number, int size, PageCall<T> call, Throwable failure) {
        int parts = size / SMALLEST;
        int first = (number - 1) * parts + 1;
        int last = first + parts - 1;
        // a UQPAY that fails for everything is asked for two parts, not for all
        return Uni.combine()
                .all()
                .unis(part(first, call), part(last, call))
                .asTuple()
                .flatMap(ends -> {
                    if (ends.getItem1().isEmpty() && ends.getItem2().isEmpty()) {
                        return Uni.createFrom().failure(failure);
                    }
                    return Multi.createFrom()
                            .items(IntStream.range(first + 1, last).boxed())
                            .onItem()
                            .transformToUniAndConcatenate(next -> part(next, call))
                            .collect()
                            .asList()
                            .map(between -> {
                                List<Optional<UqpayPage<T>>> all = new ArrayList<>(List.of(ends.getItem1()));
                                all.addAll(between);
                                all.add(ends.getItem2());
                                LOG.warnf("page %d of %d of UQPAY's %s is read in parts", number, size, list);
                                return together(all, parts);
                            });
                });
    }

    private static <T> Uni<Optional<UqpayPage<T>>> part(int number, PageCall<T> call) {
        return call.page(number, SMALLEST)
                .map(Optional::of)
                .onFailure(UqpayUnavailableException.class)
                .recoverWithItem(Optional.empty());
    }

    private static <T> UqpayPage<T> together(List<Optional<UqpayPage<T>>> parts, int partsOfPage) {
        List<T> items = new ArrayList<>();
        int unreadable = 0;
        int pages = 0;
        int total = 0;
        for (Optional<UqpayPage<T>> part : parts) {
            part.ifPresent(page -> items.addAll(page.items()));
            unreadable += part.map(UqpayPage::unreadable).orElse(SMALLEST);
            pages = Math.max(pages, part.map(UqpayPage::totalPages).orElse(0));
            total = Math.max(total, part.map(UqpayPage::totalItems).orElse(0));
        }
        return new UqpayPage<>(items, (pages + partsOfPage - 1) / partsOfPage, total, unreadable);
    }
}
