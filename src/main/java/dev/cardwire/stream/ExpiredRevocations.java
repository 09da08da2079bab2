package dev.cardwire.stream;

import dev.cardwire.card.Expiring;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.ZoneOffset;

/** Revocations of tickets that have expired anyway. */
@Singleton
class ExpiredRevocations implements Expiring {

    private static final String REMOVE = """
            delete from revoked_ticket where ticket_id in (
                select ticket_id from revoked_ticket where expires_at < $1 order by expires_at limit $2)""";

    private final Pool pool;
    private final InstantSource clock;

    ExpiredRevocations(Pool pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Override
    public String table() {
        return "revoked_ticket";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC), limit))
                .map(SqlResult::rowCount);
    }
}
