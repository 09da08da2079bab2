// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.store.Page;
import dev.cardwire.uqpay.Uqpay;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** UQPAY's numbered pages of 10 to 100 as ours, of 1 to 200 with a cursor. The cursor counts rows that were shown. */
@ApplicationScoped
class CardholderPages {

    private static final int SMALLEST = 10;
    private static final int LARGEST = 100;

    private final Uqpay uqpay;

    CardholderPages(Uqpay uqpay) {
        this.uqpay = uqpay;
    }

    Uni<Page<CardholderView>> page(@Nullable String status, CountedPage asked) {
        int size = Math.min(LARGEST, Math.max(SMALLEST, asked.limit()));
        int page = asked.shown() / size + 1;
        int skip = asked.shown() % size;
        return uqpay.cardholders(page, size, status).map(found -> {
            List<CardholderView> rows = found.items().stream()
                    .skip(skip)
                    .limit(asked.limit())
                    .map(CardholderView::of)
                    .toList();
            boolean more = asked.shown() + rows.size() < found.totalItems() || page < found.totalPages();
            return asked.with(rows, more);
        });
    }
}
