package dev.cardwire.reconcile;

import dev.cardwire.card.Expiring;
import dev.cardwire.card.KeptFor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Imports that began long ago: they have ended, or lost the replica that ran them. */
@Singleton
class ExpiredImports implements Expiring {

    private static final String REMOVE = """
            delete from card_import where import_id in (
                select import_id from card_import where started_at < $1 order by started_at limit $2)""";

    private final Pool pool;
    private final KeptFor kept;
    private final InstantSource clock;

    ExpiredImports(Pool pool, ReconcileConfig config, InstantSource clock) {
        this.pool = pool;
        this.kept = new KeptFor(config.importsKept());
        this.clock = clock;
    }

    @Override
    public String table() {
        return "card_import";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(SqlResult::rowCount);
    }
}
