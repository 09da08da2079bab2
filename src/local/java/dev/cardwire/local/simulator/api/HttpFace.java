// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.lane.Lane;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Handler;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** Turns HTTP into calls and answers into HTTP. Nothing is decided on the event loop; it only reads and writes. */
public final class HttpFace {
    private final Vertx vertx;
    private final Lane lane;
    private final InstantSource clock;
    private final BodyWriter body;

    public HttpFace(Vertx vertx, Lane lane, InstantSource clock) {
        this.vertx = vertx;
        this.lane = lane;
        this.clock = clock;
        this.body = new BodyWriter(vertx);
    }

    /** UQPAY's own calls, behind the gate. */
    public void api(Router router, Gate gate, Consumer<Routes> features) {
        router.post("/v1/connect/token").handler(ctx -> serve(ctx, gate::token, gate));
        features.accept((method, path, handler) -> router.route(HttpMethod.valueOf(method), path)
                .handler(ctx -> serve(ctx, call -> gate.pass(call, handler), gate)));
        router.route().handler(ctx -> send(ctx, notFound()));
    }

    /** A call without token, limit or faults: the controls, the page, the frame. */
    public void open(Router router, HttpMethod method, String path, Handler handler) {
        router.route(method, path)
                .handler(ctx -> serve(ctx, call -> new Turn(refusable(handler, call), "", 0, Pace.WHOLE), null));
    }

    private static Answer refusable(Handler handler, Call call) {
        try {
            return handler.handle(call);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private static Answer notFound() {
        return Answer.json(404, Refusal.envelope("not_found", "not_found", "no such endpoint"));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // each ends in an answer
    private void serve(RoutingContext ctx, Function<Call, Turn> work, Gate gate) {
        Call call;
        try {
            call = call(ctx);
        } catch (IOException notJson) {
            send(ctx, Refusal.invalid("body is not valid JSON").answer());
            return;
        }
        Context here = vertx.getOrCreateContext();
        CompletableFuture<Turn> turn = lane.call(() -> work.apply(call));
        turn.whenComplete((done, failure) -> {
            if (failure != null) {
                here.runOnContext(v -> ctx.fail(500, failure));
                return;
            }
            done.answer().holdUntil().whenComplete((v, e) -> here.runOnContext(w -> later(ctx, done, gate)));
        });
    }

    private void later(RoutingContext ctx, Turn turn, Gate gate) {
        if (turn.latencyMillis() > 0) {
            vertx.setTimer(turn.latencyMillis(), id -> finish(ctx, turn, gate));
        } else {
            finish(ctx, turn, gate);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the lane keeps the order, and that is all that is wanted
    private void finish(RoutingContext ctx, Turn turn, Gate gate) {
        if (turn.runningKey().isEmpty()) {
            send(ctx, turn);
            return;
        }
        // The key is free before the caller has the answer, else a quick repeat would meet a call that is over.
        lane.call(() -> {
            gate.answered(turn.runningKey());
            return turn;
        });
        send(ctx, turn);
    }

    private void send(RoutingContext ctx, Answer answer) {
        send(ctx, new Turn(answer, "", 0, Pace.WHOLE));
    }

    private void send(RoutingContext ctx, Turn turn) {
        Answer answer = turn.answer();
        HttpServerResponse response = ctx.response();
        if (answer.dropped()) {
            ctx.request().connection().close();
            return;
        }
        if (response.ended() || response.closed()) {
            return;
        }
        answer.headers().forEach(response::putHeader);
        response.setStatusCode(answer.status())
                .putHeader("Content-Type", answer.contentType())
                .putHeader("Date", Times.http(clock.instant()));
        body.write(response, answer.body(), turn.pace());
    }

    private static Call call(RoutingContext ctx) throws IOException {
        Buffer buffer = ctx.body().buffer();
        boolean blank =
                buffer == null || buffer.length() == 0 || buffer.toString().isBlank();
        JsonNode body = blank ? Json.object() : Json.parse(buffer.getBytes());
        Map<String, String> headers = new HashMap<>();
        ctx.request()
                .headers()
                .forEach(entry -> headers.putIfAbsent(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
        Map<String, String> query = new HashMap<>();
        ctx.queryParams().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
        return new Call(
                ctx.request().method().name(),
                ctx.request().path(),
                Map.copyOf(ctx.pathParams()),
                query,
                headers,
                body);
    }
}
