package dev.cardwire.webhook;

import dev.cardwire.card.Expiring;
import dev.cardwire.card.KeptFor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Digests of deliveries that were none, kept for as long as events are. */
@Singleton
class ExpiredOddities implements Expiring {

    private static final String REMOVE = """
            delete from webhook_oddity where oddity_id in (
                select oddity_id from webhook_oddity where received_at < $1 order by received_at limit $2)""";

    private final Pool pool;
    private final KeptFor kept;
    private final InstantSource clock;

    ExpiredOddities(Pool pool, WebhookConfig config, InstantSource clock) {
        this.pool = pool;
        this.kept = new KeptFor(config.kept());
        this.clock = clock;
    }

    @Override
    public String table() {
        return "webhook_oddity";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(SqlResult::rowCount);
    }
}
