// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.reconcile.CardPages.CardPage;
import dev.cardwire.store.Transactions;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** The rows of imports. */
@ApplicationScoped
class Imports {

    private static final String START =
            "insert into card_import (import_id, state, seen, adopted, started_at) values ($1, 'RUNNING', 0, 0, now())";
    private static final String NEXT =
            "select import_id, page, tries from card_import where state = 'RUNNING' order by started_at limit 1";
    /** Nothing happens when another replica moved on already. */
    private static final String ADVANCE = """
            update card_import set page = page + 1, tries = 0, seen = seen + $3, adopted = adopted + $4, left_out = left_out + $6,
                state = case when $5 then 'DONE' else state end, ended_at = case when $5 then now() end
            where import_id = $1 and page = $2 and state = 'RUNNING'""";

    private static final String FAIL = """
            update card_import set tries = tries + 1, state = case when $3 then 'FAILED' else state end,
                ended_at = case when $3 then now() end
            where import_id = $1 and page = $2 and state = 'RUNNING'""";

    private static final String FIND =
            "select import_id, state, seen, adopted, left_out, started_at, ended_at from card_import where import_id = $1";

    private final Pool pool;
    private final Transactions transactions;

    Imports(Pool pool, Transactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
    }

    Uni<Void> start(UUID id) {
        return inTime(pool.preparedQuery(START).execute(Tuple.of(id))).replaceWithVoid();
    }

    /**
     * Where an import stands.
     *
     * @param page the next one to ask for, from 1
     * @param tries how often it could not be had
     */
    record Place(UUID importId, int page, int tries) {}

    /** The oldest import that has not ended. */
    Uni<Optional<Place>> next() {
        return inTime(pool.preparedQuery(NEXT).execute()).map(rows -> {
            if (rows.rowCount() == 0) {
                return Optional.empty();
            }
            Row row = rows.iterator().next();
            return Optional.of(new Place(row.getUUID("import_id"), row.getInteger("page"), row.getInteger("tries")));
        });
    }

    /**
     * The page at a place is done.
     *
     * @param page what was on it; with the last one the import is done
     * @param adopted cards on it that were not known here
     */
    Uni<Void> advance(Place place, CardPage page, long adopted) {
        long seen = page.cards().size();
        return inTime(pool.preparedQuery(ADVANCE)
                        .execute(
                                Tuple.of(place.importId(), place.page(), seen, adopted, page.isLast(), page.leftOut())))
                .replaceWithVoid();
    }

    /**
     * The page at a place could not be had.
     *
     * @param forGood whether the import ends with that
     */
    Uni<Void> failed(Place place, boolean forGood) {
        return inTime(pool.preparedQuery(FAIL).execute(Tuple.of(place.importId(), place.page(), forGood)))
                .replaceWithVoid();
    }

    Uni<Optional<ImportProgress>> find(UUID id) {
        return inTime(pool.preparedQuery(FIND).execute(Tuple.of(id)))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(progress(rows.iterator().next())));
    }

    /** An operator waits for some of them, and the import itself for the others. */
    private Uni<RowSet<Row>> inTime(Uni<RowSet<Row>> query) {
        return transactions.inTime(query);
    }

    private static ImportProgress progress(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new ImportProgress(
                row.getUUID("import_id"),
                row.getString("state"),
                row.getLong("seen"),
                row.getLong("adopted"),
                row.getLong("left_out"),
                row.getOffsetDateTime("started_at").toInstant(),
                ended == null ? null : ended.toInstant());
    }
}
