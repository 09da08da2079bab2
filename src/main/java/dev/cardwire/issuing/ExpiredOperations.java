package dev.cardwire.issuing;

import dev.cardwire.card.Expiring;
import dev.cardwire.card.KeptFor;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Operations that ended long ago, and with them their idempotency keys. One that has not ended is never forgotten, however old. */
@Startup // so that a time that is too short stops the start
@Singleton
class ExpiredOperations implements Expiring {

    /** A key is remembered at least this long (contract 2.1). */
    private static final Duration LEAST = Duration.ofDays(31);

    private static final String REMOVE = """
            delete from operation where operation_id in (
                select operation_id from operation
                where state in ('NOT_SENT', 'ACCEPTED', 'REFUSED') and ended_at < $1
                order by ended_at limit $2)""";

    private final Pool pool;
    private final KeptFor kept;
    private final InstantSource clock;

    ExpiredOperations(Pool pool, IssuingConfig config, InstantSource clock) {
        this.pool = pool;
        this.kept = KeptFor.atLeast(LEAST, "cardwire.issuing.operations-kept", config.operationsKept());
        this.clock = clock;
    }

    @Override
    public String table() {
        return "operation";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(SqlResult::rowCount);
    }
}
