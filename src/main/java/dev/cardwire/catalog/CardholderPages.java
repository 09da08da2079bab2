// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.store.Page;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayPage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UQPAY's numbered pages of 10 to 100 as ours, of 1 to 200 with a cursor. The cursor counts rows of UQPAY's. */
@ApplicationScoped
class CardholderPages {

    private static final int SMALLEST = 10;
    private static final int LARGEST = 100;

    private final Uqpay uqpay;
    private final ListPages pages;

    CardholderPages(Uqpay uqpay, ListPages pages) {
        this.uqpay = uqpay;
        this.pages = pages;
    }

    Uni<Page<CardholderView>> page(@Nullable String status, CountedPage asked) {
        int tens = (asked.limit() + SMALLEST - 1) / SMALLEST * SMALLEST;
        int size = Math.min(LARGEST, tens);
        int page = asked.passed() / size + 1;
        int skip = asked.passed() % size;
        Uni<UqpayPage<UqpayCardholder>> asIs = pages.read(
                ListPages.CARDHOLDERS, page, size, (number, part) -> uqpay.cardholders(number, part, status));
        return asIs.map(found -> {
            List<CardholderView> rows = found.items().stream()
                    .skip(skip)
                    .limit(asked.limit())
                    .map(CardholderView::of)
                    .toList();
            // behind the last one that can be read are those that cannot
            boolean ends = skip + rows.size() >= found.items().size();
            int passed = ends ? page * size : asked.passed() + rows.size();
            boolean more = !ends || passed < found.totalItems() || page < found.totalPages();
            return CountedPage.with(rows, more ? passed : 0);
        });
    }
}
