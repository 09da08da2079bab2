// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;

/** Leases as rows, timed by the database's clock alone, so that a replica with a wrong clock cannot take one early. */
@ApplicationScoped
class PgLeases implements Leases {

    private static final String HOLD = """
            insert into lease as held (name, holder, held_until) values ($1, $2, now() + make_interval(secs => $3))
            on conflict (name) do update set holder = excluded.holder, held_until = excluded.held_until
            where held.holder = excluded.holder or held.held_until < now()""";

    private static final String RELEASE = "delete from lease where name = $1 and holder = $2";

    private static final double MILLIS = 1_000.0;

    private final Pool pool;
    /** Made anew with each process: what a dead one held runs out and is never mistaken for our own. */
    private final UUID holder = UUID.randomUUID();

    PgLeases(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<Boolean> hold(String name, Duration duration) {
        return pool.preparedQuery(HOLD)
                .execute(Tuple.of(name, holder, duration.toMillis() / MILLIS))
                .map(rows -> rows.rowCount() == 1);
    }

    @Override
    public Uni<Void> release(String name) {
        return pool.preparedQuery(RELEASE).execute(Tuple.of(name, holder)).replaceWithVoid();
    }
}
