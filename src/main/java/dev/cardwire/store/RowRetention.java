// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlResult;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.InstantSource;

/** Rows that end by their age alone: one statement removes the oldest. */
public abstract class RowRetention implements Retention {

    private final Pool pool;
    private final String table;
    private final String removal;
    private final RetentionPeriod kept;
    private final InstantSource clock;

    /**
     * @param removal removes rows from before {@code $1}, oldest first, at most {@code $2} of them
     */
    protected RowRetention(Pool pool, String table, String removal, RetentionPeriod kept, InstantSource clock) {
        this.pool = pool;
        this.table = table;
        this.removal = removal;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public final String table() {
        return table;
    }

    @Override
    public final Uni<Integer> remove(int limit) {
        return pool.preparedQuery(removal)
                .execute(Tuple.of(kept.endsBefore(clock), limit))
                .map(SqlResult::rowCount);
    }
}
