// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real HTTP, with readers as the REST client's: they gather whatever comes. */
class AnswerLimitTest {

    private static final int KIB = 1024;

    private final Vertx vertx = Vertx.vertx();
    private HttpServer server;
    private HttpClient client;

    @BeforeEach
    void open() {
        server = wait(vertx.createHttpServer()
                .requestHandler(request -> {
                    Buffer body = Buffer.buffer(" ".repeat(Integer.parseInt(request.getParam("kib")) * KIB));
                    if (request.getParam("announced") == null) {
                        request.response().setChunked(true);
                    }
                    request.response().end(body);
                })
                .listen(0, "127.0.0.1"));
        client = vertx.createHttpClient();
    }

    @AfterEach
    void close() {
        wait(vertx.close());
    }

    @Test
    void readsWhatIsNotLarger() {
        assertThat(read("/cards/1?kib=64").length()).isEqualTo(64 * KIB);
        assertThat(read("/cards/1?kib=64&announced=yes").length()).isEqualTo(64 * KIB);
        assertThat(read("/cards?page_number=1&kib=256").length()).isEqualTo(256 * KIB);
    }

    @Test
    void callsOffWhatIsLargerWhetherItIsAnnouncedOrNot() {
        for (String path : new String[] {
            "/cards/1?kib=65", "/cards/1?kib=4096", "/cards/1?kib=65&announced=yes", "/cards?page_number=1&kib=257"
        }) {
            Throwable end = catchThrowable(() -> read(path));
            assertThat(end).as(path).hasRootCauseInstanceOf(AnswerLimit.ExceededException.class);
        }
    }

    private Buffer read(String path) {
        UqpayConfig.AnswerConfig limits = Settings.with(
                        Map.of("cardwire.uqpay.answer.one", "64K", "cardwire.uqpay.answer.list", "256K"))
                .answer();
        return wait(client.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
                .compose(request -> {
                    new AnswerLimit(limits).accept(request);
                    // the reader is there before the answer, as the REST client's is: nothing keeps what comes earlier
                    return request.send().compose(HttpClientResponse::body);
                }));
    }

    private static <T> T wait(Future<T> future) {
        return future.toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
