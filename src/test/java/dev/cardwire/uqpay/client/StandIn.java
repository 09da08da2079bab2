// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A UQPAY that says what a test wants, over real HTTP. Its tokens work like UQPAY's: a new one ends all before it. */
public final class StandIn implements QuarkusTestResourceLifecycleManager {

    private static final String TOKEN_PATH = "/api/v1/connect/token";

    static final AtomicInteger TOKENS = new AtomicInteger();
    static final List<Call> CALLS = new CopyOnWriteArrayList<>();
    private static final Deque<Consumer<HttpServerRequest>> ANSWERS = new ConcurrentLinkedDeque<>();

    private static final Deque<HttpServerRequest> HELD = new ConcurrentLinkedDeque<>();
    private static final AtomicInteger FAILING = new AtomicInteger();
    private static volatile boolean holding;
    private static volatile Consumer<HttpServerRequest> flood;

    private static final long FLOOD = 64L * 1024 * 1024;
    private static final Buffer DROP = Buffer.buffer(" ".repeat(1024 * 1024));

    private Vertx vertx;

    record Call(String method, String path, String query, Map<String, String> headers, String body) {}

    /** Forgets what was asked, and answers these from now on; the last one for ever. */
    @SafeVarargs
    static void answers(Consumer<HttpServerRequest>... answers) {
        CALLS.clear();
        ANSWERS.clear();
        ANSWERS.addAll(List.of(answers));
    }

    static Consumer<HttpServerRequest> answer(int status, String body) {
        return request -> request.response().setStatusCode(status).end(body);
    }

    static Consumer<HttpServerRequest> hangUp() {
        return request -> request.connection().close();
    }

    static Consumer<HttpServerRequest> silence() {
        return request -> {};
    }

    /**
     * An answer that goes on and never ends.
     *
     * @param leaving counts those who hear it up to where the other side hangs up
     */
    static Consumer<HttpServerRequest> trickle(AtomicInteger leaving) {
        return request -> {
            Vertx loop = Vertx.currentContext().owner();
            leaving.incrementAndGet();
            request.response().setChunked(true);
            long drops = loop.setPeriodic(50, tick -> request.response().write(" "));
            request.connection().closeHandler(gone -> {
                loop.cancelTimer(drops);
                leaving.decrementAndGet();
            });
        };
    }

    /**
     * An answer of 64 MiB of blanks, written as fast as the other side reads.
     *
     * @param announced whether its head says how long it is
     * @param written the bytes that were written
     */
    static Consumer<HttpServerRequest> flood(boolean announced, AtomicLong written) {
        return request -> {
            HttpServerResponse response = request.response();
            if (announced) {
                response.putHeader("Content-Length", Long.toString(FLOOD));
            } else {
                response.setChunked(true);
            }
            pour(response, written, FLOOD);
        };
    }

    private static void pour(HttpServerResponse response, AtomicLong written, long left) {
        if (left <= 0) {
            response.end();
            return;
        }
        response.write(DROP).onSuccess(done -> {
            written.addAndGet(DROP.length());
            pour(response, written, left - DROP.length());
        });
    }

    /** Whoever asks for a token gets such an answer instead, until {@link #stopFlood}; returns the bytes that were written. */
    static AtomicLong floodTokens() {
        AtomicLong written = new AtomicLong();
        flood = flood(false, written);
        return written;
    }

    static void stopFlood() {
        flood = null;
    }

    /** Ends the token that is in use, as if somebody else had asked for one. */
    static void takeToken() {
        TOKENS.incrementAndGet();
    }

    @Override
    public Map<String, String> start() {
        vertx = Vertx.vertx();
        HttpServer server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        Map<String, String> settings = new HashMap<>();
        settings.put("cardwire.uqpay.base-url", "http://127.0.0.1:" + server.actualPort() + "/api");
        // a silent UQPAY must not hold up the tests, and their failures must not open a circuit for one another
        settings.put("cardwire.uqpay.time.call", "800ms");
        settings.put("cardwire.uqpay.time.operation", "3s");
        settings.put("cardwire.uqpay.retry.first", "10ms");
        settings.put("cardwire.uqpay.writes.volume", "1000");
        settings.put("cardwire.uqpay.reads.volume", "1000");
        settings.put("cardwire.uqpay.checks.volume", "1000");
        settings.put("cardwire.uqpay.token.per-minute", "1000");
        settings.put("cardwire.cluster.budget.per-minute", "100000");
        return settings;
    }

    @Override
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** The next so many who ask for a token are answered 502. */
    static void failTokens(int next) {
        FAILING.set(next);
    }

    /** Whoever asks for a token waits, until {@link #giveTokens}. */
    static void holdTokens() {
        holding = true;
    }

    static void giveTokens() {
        holding = false;
        for (HttpServerRequest held = HELD.poll(); held != null; held = HELD.poll()) {
            give(held);
        }
    }

    private static void give(HttpServerRequest request) {
        String token = "h." + TOKENS.incrementAndGet() + ".s";
        long end = System.currentTimeMillis() / 1_000 + 1_800;
        request.response().end("{\"auth_token\":\"" + token + "\",\"expired_at\":" + end + "}");
    }

    private void handle(HttpServerRequest request) {
        if (request.path().equals(TOKEN_PATH)) {
            if (FAILING.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                request.response().setStatusCode(502).end("<html>");
            } else if (flood != null) {
                flood.accept(request);
            } else if (holding) {
                HELD.add(request);
            } else {
                give(request);
            }
            return;
        }
        request.body().onSuccess(body -> {
            Map<String, String> headers = new HashMap<>();
            request.headers().forEach((name, value) -> headers.put(name.toLowerCase(), value));
            CALLS.add(new Call(request.method().name(), request.path(), request.query(), headers, body.toString()));
            if (!("Bearer h." + TOKENS.get() + ".s").equals(headers.get("x-auth-token"))) {
                answer(401, "{\"error\": \"token has expired\"}").accept(request);
                return;
            }
            Consumer<HttpServerRequest> next = ANSWERS.size() > 1 ? ANSWERS.poll() : ANSWERS.peek();
            next.accept(request);
        });
    }
}
