// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.stream.fanout.FakeLog;
import dev.cardwire.stream.fanout.GatedLog;
import dev.cardwire.stream.fanout.StreamConfig;
import dev.cardwire.stream.fanout.StreamHubs;
import dev.cardwire.stream.fanout.StreamMeters;
import dev.cardwire.stream.fanout.Streams;
import dev.cardwire.stream.fanout.Viewer;
import dev.cardwire.testsupport.SettableClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The route on a server of its own, for viewers that nobody checks, over a log with one card in it. */
@SuppressWarnings("NullAway")
final class StreamServer implements AutoCloseable {

    final StreamConfig config = Streams.config(Map.of());
    final StreamLimits limits = new StreamLimits(config);
    final StreamMeters meters = Streams.meters();
    final SettableClock time = new SettableClock(Streams.THEN);
    final StreamHubs hubs = Streams.hubs(new FakeLog(1), config, time, meters);
    /** Requests of streams, and those on the path /held, which are answered when the test does. */
    final Queue<HttpServerRequest> opened = new ConcurrentLinkedQueue<>();

    final Queue<RoutingContext> held = new ConcurrentLinkedQueue<>();
    private final Vertx vertx;
    private final HttpServer server;

    private StreamServer(HttpServerOptions options, boolean nativeTransport) throws Exception {
        vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(nativeTransport));
        hubs.startedAt(Streams.LOG, 0);
        Router router = Router.router(vertx);
        router.route("/held").handler(held::add);
        router.route("/v1/stream").handler(request -> {
            opened.add(request.request());
            request.next();
        });
        StreamAccess access = new OpenAccess();
        StreamOpening opening = new StreamOpening(
                access, limits, Streams.nearest(hubs, new FakeLog(1), time), new OpenLog(config), config, meters, time);
        new StreamRoute(access, limits, opening, meters, null).register(router);
        server = vertx.createHttpServer(options)
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
    }

    static StreamServer start(HttpServerOptions options) throws Exception {
        return new StreamServer(options, false);
    }

    /** On the sockets of the operating system instead of Java's own. */
    static StreamServer startNative(HttpServerOptions options) throws Exception {
        return new StreamServer(options, true);
    }

    Vertx vertx() {
        return vertx;
    }

    int port() {
        return server.actualPort();
    }

    void endAll() {
        hubs.each(hub -> hub.endSome(1));
    }

    @Override
    public void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    static final class OpenAccess extends StreamAccess {

        OpenAccess() {
            super(null, null);
        }

        @Override
        Uni<Viewer> viewer(RoutingContext request) {
            return Uni.createFrom().item(Streams.viewer());
        }

        @Override
        Uni<LogScope> scope(Viewer viewer, @Nullable LogScope asked) {
            return Uni.createFrom().item(LogScope.EVERYTHING);
        }

        @Override
        Uni<Void> stillValid(Viewer viewer) {
            return Uni.createFrom().voidItem();
        }
    }

    private static final class OpenLog extends GatedLog {

        OpenLog(StreamConfig config) {
            super(null, config);
        }

        @Override
        public <T> Uni<T> arrival(Supplier<Uni<T>> check) {
            return check.get();
        }

        @Override
        public Uni<LogHead> head() {
            return Uni.createFrom().item(new LogHead(0, 1));
        }
    }
}
