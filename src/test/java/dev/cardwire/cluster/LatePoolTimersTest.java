// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LatePoolTimersTest {

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Throwable> reported = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void reportsAllButTheTimersOfThePool() throws Exception {
        vertx.exceptionHandler(reported::add);
        new LatePoolTimers(vertx).start(new StartupEvent());
        // nobody listens on this port; the pool's timer runs after the refusal, and ours after that
        Pool pool = PgBuilder.pool()
                .with(new PoolOptions().setConnectionTimeout(100).setConnectionTimeoutUnit(TimeUnit.MILLISECONDS))
                .connectingTo(List.of(new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(1)
                        .setUser("cardwire")
                        .setDatabase("cardwire")))
                .using(vertx)
                .build();
        IllegalStateException ours = new IllegalStateException("Result is already complete");
        vertx.runOnContext(nothing -> pool.query("select 1").execute().onFailure(refused -> {
            vertx.setTimer(300, late -> {
                throw ours;
            });
        }));
        assertThat(reported.poll(10, TimeUnit.SECONDS)).isSameAs(ours);
    }
}
