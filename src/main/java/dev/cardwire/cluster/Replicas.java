// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;

/** How many replicas run, as rows that each of them renews: PostgreSQL knows it while Redis, which counts calls, is gone. */
@Singleton
class Replicas {

    private static final Duration EVERY = Duration.ofSeconds(15);

    /** Three times the pause: a replica that missed one renewal still counts, one that stopped soon does not. */
    private static final String NOTE = """
            with noted as (
                insert into replica (replica_id, seen_at) values ($1, now())
                on conflict (replica_id) do update set seen_at = excluded.seen_at),
            gone as (
                delete from replica where replica_id in (
                    select replica_id from replica where seen_at < now() - interval '1 hour' and replica_id <> $1
                    for update skip locked))
            select 1 + count(*) as running from replica
            where replica_id <> $1 and seen_at > now() - interval '45 seconds'""";

    private final Pool pool;
    private final Vertx vertx;
    private final UUID own = UUID.randomUUID();
    private volatile int running;
    private long timer;

    Replicas(Pool pool, Vertx vertx, ClusterConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.running = Math.max(1, config.budget().replicas());
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        note().subscribe().with(noted -> {}, storeAway -> {});
        timer = vertx.setPeriodic(EVERY.toMillis(), tick -> note().subscribe().with(noted -> {}, storeAway -> {}));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
    }

    /** How many replicas run, this one included; as configured until PostgreSQL was asked. */
    int running() {
        return running;
    }

    /** Renews the row of this replica and counts the others. */
    Uni<Void> note() {
        return pool.preparedQuery(NOTE)
                .execute(Tuple.of(own))
                .invoke(rows ->
                        running = rows.iterator().next().getLong("running").intValue())
                .replaceWithVoid();
    }
}
