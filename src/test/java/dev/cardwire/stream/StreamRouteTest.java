// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.FakeLog;
import dev.cardwire.stream.fanout.GatedLog;
import dev.cardwire.stream.fanout.SseEvent;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHubs;
import dev.cardwire.stream.fanout.StreamMeters;
import dev.cardwire.stream.fanout.Streams;
import dev.cardwire.testsupport.SettableClock;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The route on a server of its own, between a gate that the test opens and a log with nothing in it. */
@SuppressWarnings("NullAway")
class StreamRouteTest {

    private final StreamConfig config = Streams.config(Map.of("limits.streams", "1", "limits.hard-percent", "100"));
    private final SettableClock time = new SettableClock(Streams.THEN);
    private final FakeLog feed = new FakeLog(1);
    private final HeldFeed gate = new HeldFeed(config);
    private final StreamLimits limits = new StreamLimits(config);
    private final StreamMeters meters = Streams.meters();
    private final StreamHubs hubs = Streams.hubs(feed, config, time, meters);
    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<HttpServerRequest> opened = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws Exception {
        hubs.startedAt(Streams.LOG, 0);
        Router router = Router.router(vertx);
        router.route().handler(request -> {
            opened.complete(request.request());
            request.next();
        });
        StreamAccess access = new StreamServer.OpenAccess();
        StreamOpening opening =
                new StreamOpening(access, limits, Streams.nearest(hubs, feed, time), gate, config, meters, time);
        new StreamRoute(access, limits, opening, meters, null).register(router);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void sendsElsewhereWhoWasLetInAndHadNotArrivedWhenTheDoorsClosed() throws Exception {
        CompletableFuture<HttpResponse<String>> answer = open();
        await().until(() -> !gate.held.isEmpty());
        limits.closeDoors();
        gate.release();

        HttpResponse<String> sentAway = answer.get(20, TimeUnit.SECONDS);
        assertThat(sentAway.statusCode()).isEqualTo(200);
        assertThat(SseEvent.parse(sentAway.body())).extracting(SseEvent::name).containsExactly("stream.draining");
        await().until(() -> limits.open() == 0);
        assertThat(placesUntilOverloaded())
                .as("one place was given back, and once")
                .isEqualTo(2);
    }

    /** A quiet stream would cost half as much again, and its key would lie in memory for as long. */
    @Test
    void keepsNothingOfTheRequestOnceItIsOpen() throws Exception {
        HttpRequest withKey = HttpRequest.newBuilder(address())
                .header("Authorization", "Bearer of-a-caller")
                .build();
        CompletableFuture<HttpResponse<InputStream>> answer =
                HttpClient.newHttpClient().sendAsync(withKey, BodyHandlers.ofInputStream());
        await().until(() -> !gate.held.isEmpty());
        HttpServerRequest request = opened.get(20, TimeUnit.SECONDS);
        assertThat(request.getHeader("Authorization")).isEqualTo("Bearer of-a-caller");
        gate.release();

        try (InputStream stream = answer.get(20, TimeUnit.SECONDS).body()) {
            assertThat(new String(stream.readNBytes(6), StandardCharsets.UTF_8)).isEqualTo("retry:");
            await().until(() -> request.headers().isEmpty());
        }
    }

    /** Over HTTP/2 nothing of an answer leaves while its connection is full, and an EventSource gives up for good on half a head. */
    @Test
    void headIsWholeHoweverLongItWaits() throws Exception {
        HttpClientOptions withoutRoom = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setInitialSettings(new Http2Settings().setInitialWindowSize(0));
        Future<HttpClientResponse> answer = vertx.createHttpClient(withoutRoom)
                .request(HttpMethod.GET, server.actualPort(), "localhost", "/v1/stream")
                .compose(HttpClientRequest::send);
        await().until(() -> !gate.held.isEmpty());
        gate.release();
        HttpClientResponse head =
                answer.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        assertThat(head.getHeader("Content-Type")).isEqualTo("text/event-stream");
        assertThat(head.getHeader("Cache-Control")).isEqualTo("no-store");
        assertThat(head.getHeader("X-Accel-Buffering")).isEqualTo("no");
    }

    /** With room for one stream, the second is sent away politely and the third is not. */
    private int placesUntilOverloaded() {
        int places = 0;
        while (limits.enter("other", null) != Admission.OVERLOADED) {
            places++;
        }
        return places;
    }

    private CompletableFuture<HttpResponse<String>> open() {
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(address()).build(), BodyHandlers.ofString());
    }

    private URI address() {
        return URI.create("http://localhost:" + server.actualPort() + "/v1/stream");
    }

    /** Nobody gets past the arrival until the test says so. */
    private static final class HeldFeed extends GatedLog {

        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

        HeldFeed(StreamConfig config) {
            super(null, config);
        }

        @Override
        public <T> Uni<T> arrival(Supplier<Uni<T>> check) {
            return Uni.createFrom().<Void>emitter(this::hold).chain(released -> check.get());
        }

        @Override
        public Uni<LogHead> head() {
            return Uni.createFrom().item(new LogHead(0, 1));
        }

        private void hold(UniEmitter<? super Void> emitter) {
            held.add(() -> emitter.complete(null));
        }

        void release() {
            held.remove().run();
        }
    }
}
