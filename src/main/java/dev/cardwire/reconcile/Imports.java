package dev.cardwire.reconcile;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
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
    private static final String ADVANCE =
            "update card_import set seen = seen + $2, adopted = adopted + $3 where import_id = $1";
    private static final String END = "update card_import set state = $2, ended_at = now() where import_id = $1";
    private static final String FIND =
            "select import_id, state, seen, adopted, started_at, ended_at from card_import where import_id = $1";

    private final Pool pool;

    Imports(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> start(UUID id) {
        return pool.preparedQuery(START).execute(Tuple.of(id)).replaceWithVoid();
    }

    Uni<Void> advance(UUID id, long seen, long adopted) {
        return pool.preparedQuery(ADVANCE).execute(Tuple.of(id, seen, adopted)).replaceWithVoid();
    }

    Uni<Void> end(UUID id, String state) {
        return pool.preparedQuery(END).execute(Tuple.of(id, state)).replaceWithVoid();
    }

    Uni<Optional<ImportProgress>> find(UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(id))
                .map(rows -> rows.rowCount() == 0
                        ? Optional.empty()
                        : Optional.of(progress(rows.iterator().next())));
    }

    private static ImportProgress progress(Row row) {
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new ImportProgress(
                row.getUUID("import_id"),
                row.getString("state"),
                row.getLong("seen"),
                row.getLong("adopted"),
                row.getOffsetDateTime("started_at").toInstant(),
                ended == null ? null : ended.toInstant());
    }
}
