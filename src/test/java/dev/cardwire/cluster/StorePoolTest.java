// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardwire.store.StoreConnections;
import io.quarkus.reactive.pg.client.PgPoolCreator;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgPool;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A PostgreSQL that lets everybody in and then never says a word, as one does whose host is gone. */
class StorePoolTest {

    /** Authenticated, speaks UTF-8, ready for a query. */
    private static final Buffer WELCOME = Buffer.buffer(new byte[] {'R', 0, 0, 0, 8, 0, 0, 0, 0, 'S', 0, 0, 0, 25})
            .appendString("client_encoding\0UTF8\0")
            .appendBytes(new byte[] {'Z', 0, 0, 0, 5, 'I'});

    private final Vertx vertx = Vertx.vertx();
    private int port;

    @BeforeEach
    void listen() throws Exception {
        port = vertx.createNetServer()
                .connectHandler(client -> client.handler(startup -> {
                    client.write(WELCOME);
                    client.handler(query -> {});
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void givesUpAConnectionOnWhichNothingMoves() {
        Pool pool = pool(Duration.ofMillis(500), 10);
        assertThat(pool).as("what the framework asks for").isInstanceOf(PgPool.class);
        assertThatThrownBy(() -> join(pool.query("select 1").execute()))
                .hasCauseInstanceOf(ClosedConnectionException.class);
    }

    @Test
    void refusesWhoeverWouldWaitBehindTooMany() {
        Pool pool = pool(Duration.ofSeconds(30), 2);
        List<Future<?>> waiting =
                List.of(pool.query("select 1").execute(), pool.query("select 1").execute());
        assertThatThrownBy(() -> join(pool.query("select 1").execute()))
                .hasCauseInstanceOf(ConnectionPoolTooBusyException.class);
        assertThat(waiting).noneMatch(Future::isComplete);
    }

    private static void join(Future<?> answer) throws Exception {
        answer.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static SafeStores stores() {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withMapping(DatabaseStoreConfig.class)
                .withMapping(RedisStoreConfig.class)
                .withDefaultValue("cardwire.database.url", "postgresql://localhost/cardwire")
                .withDefaultValue("cardwire.redis.url", "redis://localhost")
                .build();
        return new SafeStores(
                config.getConfigMapping(DatabaseStoreConfig.class), config.getConfigMapping(RedisStoreConfig.class));
    }

    private Pool pool(Duration silence, int waiting) {
        StoreConfig config = new StoreConfig() {
            @Override
            public Duration connect() {
                return Duration.ofSeconds(3);
            }

            @Override
            public Duration silence() {
                return silence;
            }

            @Override
            public Duration life() {
                return Duration.ofMinutes(15);
            }

            @Override
            public int waiting() {
                return waiting;
            }
        };
        return new StorePool(config, stores(), new StoreConnections()).create(new PgPoolCreator.Input() {
            @Override
            public Vertx vertx() {
                return vertx;
            }

            @Override
            public PoolOptions poolOptions() {
                return new PoolOptions().setMaxSize(1);
            }

            @Override
            public List<PgConnectOptions> pgConnectOptionsList() {
                return List.of(options);
            }

            private final PgConnectOptions options = new PgConnectOptions()
                    .setHost("127.0.0.1")
                    .setPort(port)
                    .setUser("cardwire")
                    .setDatabase("cardwire");
        });
    }
}
