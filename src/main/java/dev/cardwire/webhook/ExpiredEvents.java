package dev.cardwire.webhook;

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

/** The inbox's oldest rows, whatever became of them: an event that waited this long for its card waits in vain. */
@Startup // so that a time that is too short stops the start
@Singleton
class ExpiredEvents implements Expiring {

    /** A repeat must be known as one for at least this long. */
    private static final Duration LEAST = Duration.ofDays(31);

    private static final String REMOVE = """
            delete from webhook_event where event_id in (
                select event_id from webhook_event where received_at < $1 order by received_at limit $2)""";

    private final Pool pool;
    private final KeptFor kept;
    private final InstantSource clock;

    ExpiredEvents(Pool pool, WebhookConfig config, InstantSource clock) {
        this.pool = pool;
        this.kept = KeptFor.atLeast(LEAST, "cardwire.webhook.kept", config.kept());
        this.clock = clock;
    }

    @Override
    public String table() {
        return "webhook_event";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.preparedQuery(REMOVE)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(SqlResult::rowCount);
    }
}
