// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.store.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * All that happened to a card, newest first, from the view that the owners of the tables behind it publish ({@code
 * V8__operations_and_views.sql}). One statement, because a list that is pieced together from three reads would repeat or drop a
 * row while rows are added. Rows of one card are few, and each table has an index that begins with the card.
 */
@ApplicationScoped
class Timeline {

    private static final String ROWS = """
            select * from card_timeline where card_id = $1 and (at, id) < ($2, $3) order by at desc, id desc limit $4""";

    private final Pool pool;
    private final Transactions transactions;

    Timeline(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    Uni<Page<TimelineRow>> of(UUID cardId, PageCursor after, int limit) {
        OffsetDateTime at = after.at().atOffset(ZoneOffset.UTC);
        return transactions
                .inTime(pool.preparedQuery(ROWS).execute(Tuple.of(cardId, at, after.id(), limit + 1)))
                .map(found -> {
                    List<TimelineRow> rows = new ArrayList<>(found.size());
                    found.forEach(row -> rows.add(row(row)));
                    return Page.of(rows, limit, TimelineRow::at, TimelineRow::id);
                });
    }

    private static TimelineRow row(Row row) {
        return new TimelineRow(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                row.getString("cause"),
                row.getString("card_status"),
                row.getString("previous_status"),
                row.getInteger("version"),
                row.getUUID("event_id"),
                row.getString("event_type"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getUUID("operation_id"),
                row.getString("operation_kind"),
                row.getString("operation_state"),
                row.getString("resolution"));
    }
}
