// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import jakarta.ws.rs.ProcessingException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class CallGuardsTest {

    @Test
    void connectionThatIsRefusedIsAnOutage() {
        assertThat(CallGuards.left(new ProcessingException(new ConnectException("Connection refused"))))
                .isTrue();
    }

    @Test
    void replicaThatStopsReportsNoOutage() {
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient();
            client.close().toCompletionStage().toCompletableFuture().join();
            assertThat(CallGuards.left(new ProcessingException(failureOf(client))))
                    .isFalse();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private static Throwable failureOf(HttpClient client) {
        try {
            client.request(HttpMethod.GET, 1, "localhost", "/")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            throw new AssertionError("a closed client took a request");
        } catch (CompletionException failed) {
            return failed.getCause();
        } catch (IllegalStateException atOnce) {
            return atOnce;
        }
    }
}
