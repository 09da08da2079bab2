// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenRowTest {

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void doesNotWaitForEverForAStoreThatIsSilent() {
        NetServer silent = vertx.createNetServer()
                .connectHandler(client -> client.handler(unheard -> {}))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        PgConnectOptions store = new PgConnectOptions()
                .setHost("127.0.0.1")
                .setPort(silent.actualPort())
                .setUser("cardwire")
                .setDatabase("cardwire");
        Pool pool = Pool.newInstance(
                PgBuilder.pool().connectingTo(store).using(vertx).build());
        TokenRow row = new TokenRow(pool, Settings.with(Map.of("cardwire.uqpay.token.store-within", "50ms")));
        assertThatThrownBy(() -> row.read().await().atMost(Duration.ofSeconds(10)))
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("the store");
    }
}
