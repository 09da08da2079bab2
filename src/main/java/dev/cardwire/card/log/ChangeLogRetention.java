// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import dev.cardwire.start.StartOrder;
import dev.cardwire.store.Retention;
import dev.cardwire.store.RetentionPeriod;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The old end of the change log. It is cut only from the front, position by position, because readers trust that what is
 * kept has no holes; and {@code kept_from} moves in the same transaction, so that nobody resumes where something is gone.
 */
@Startup(StartOrder.STORE) // so that a time that is too short stops the start
@Singleton
class ChangeLogRetention implements Retention {

    /** Changes are kept at least this long for streams ({@code docs/api.md} 4). */
    private static final Duration LEAST = Duration.ofDays(7);

    /** Stops at the first change that is still young, even if an older time stands behind it: clocks were set back before. */
    private static final String REMOVE = """
            with oldest as (
                select position, committed_at from card_change
                where position >= (select kept_from from feed_head) order by position limit $2),
            young as (select min(position) as position from oldest where committed_at >= $1),
            gone as (
                delete from card_change c using oldest o, young y
                where c.position = o.position and (y.position is null or o.position < y.position)
                returning c.position)
            select count(*) as rows, max(position) as last from gone""";

    /** The last statement before the commit: every writer waits for this row. */
    private static final String MOVE = "update feed_head set kept_from = $1 + 1 where kept_from <= $1";

    private final Pool pool;
    private final RetentionPeriod kept;
    private final InstantSource clock;

    ChangeLogRetention(Pool pool, ChangeLogConfig config, InstantSource clock) {
        this.pool = pool;
        this.kept = RetentionPeriod.atLeast(LEAST, "cardwire.card.changes-kept", config.changesKept());
        this.clock = clock;
    }

    @Override
    public String table() {
        return "card_change";
    }

    @Override
    public Uni<Integer> remove(int limit) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(REMOVE)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(rows -> rows.iterator().next())
                .flatMap(gone -> keptFrom(connection, gone.getLong("last")).replaceWith(gone.getInteger("rows"))));
    }

    private static Uni<Void> keptFrom(SqlConnection connection, @Nullable Long last) {
        return last == null
                ? Uni.createFrom().voidItem()
                : connection.preparedQuery(MOVE).execute(Tuple.of(last)).replaceWithVoid();
    }
}
