// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.store.StoreConnections;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnectOptions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The pool of connections to PostgreSQL, so that a host that vanishes without a word costs seconds: TCP itself would go
 * on sending for a quarter of an hour, and with it every connection and everybody who waits for one. Keep-alives do not
 * help there, because they are not sent while data is on its way; silence is noticed instead.
 */
@Singleton
class StorePool implements PgPoolCreator {

    /** Characters. A longer statement is parsed and planned anew each time; the client's own limit is below our longest. */
    private static final int LONGEST_PREPARED = 16 * 1024;

    private final StoreConfig config;
    private final SafeStores stores;
    private final StoreConnections connections;

    StorePool(StoreConfig config, SafeStores stores, StoreConnections connections) {
        this.config = config;
        this.stores = stores;
        this.connections = connections;
    }

    @Override
    public Pool create(Input input) {
        int silence = Math.toIntExact(config.silence().toMillis());
        // the pool lets go of idle ones itself and before that, so that none is closed at the moment when it is taken
        PoolOptions pool = input.poolOptions()
                .setIdleTimeout(silence / 5 * 4)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxLifetime(Math.toIntExact(config.life().toMillis()))
                .setMaxLifetimeUnit(TimeUnit.MILLISECONDS)
                .setMaxWaitQueueSize(config.waiting());
        for (PgConnectOptions connection : input.pgConnectOptionsList()) {
            stores.check(connection);
            if (connection.getSslMode() == SslMode.VERIFY_FULL) {
                // that is what it means, and without it this client connects to nobody
                connection.setHostnameVerificationAlgorithm("HTTPS");
            }
            connection
                    .setPreparedStatementCacheSqlLimit(LONGEST_PREPARED)
                    .setConnectTimeout(Math.toIntExact(config.connect().toMillis()))
                    .setIdleTimeout(silence)
                    .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        }
        return PgBuilder.pool()
                .with(pool)
                .connectingTo(List.<SqlConnectOptions>copyOf(input.pgConnectOptionsList()))
                .withConnectHandler(connections::add)
                .using(input.vertx())
                .build();
    }
}
