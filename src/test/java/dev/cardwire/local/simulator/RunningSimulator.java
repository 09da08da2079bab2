// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.testsupport.SettableClock;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** A simulator on a free port, a receiver for its webhooks, and a client that knows no more than UQPAY's documents. */
final class RunningSimulator implements AutoCloseable {
    /** An answer over the wire. */
    record Reply(int status, JsonNode json, String text, HttpResponse<String> http) {
        String at(String field) {
            return json.path(field).asText();
        }
    }

    static final String SHARE = "467e993f-317a-49fc-9ea0-bf49de7d1f76";
    static final String SINGLE = "8d0f3c52-6a1b-4d3e-9c77-2b5e61f0a914";
    static final String LIMIT_REQUIRED = "b7a9e6d4-0c85-4f21-8e13-64d2c9f7350b";
    static final String DISABLED = "e2c41f08-97d6-4b5a-a3f0-1d8b7c6e5f42";
    static final String HOLDER = "25ea804d-7fd5-43d5-8792-0fc0214cdb2f";
    static final String SECRET = "sim-webhook-secret";

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

    final Vertx vertx = Vertx.vertx();
    final SettableClock clock = new SettableClock(InstantSource.system());
    final WebhookReceiver receiver = new WebhookReceiver();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedUqpay uqpay;
    private final HttpServer server;
    private String token = "";

    RunningSimulator() {
        this(Optional.empty());
    }

    RunningSimulator(Optional<Path> stateFile) {
        this(stateFile, Optional.empty(), Optional.empty());
    }

    RunningSimulator(Optional<Path> scenario, Optional<Path> record) {
        this(Optional.empty(), scenario, record);
    }

    private RunningSimulator(Optional<Path> stateFile, Optional<Path> scenario, Optional<Path> record) {
        uqpay = SimulatedUqpay.start(
                vertx, new SimulatorSettings(receiver::url, SECRET, stateFile, 1, clock, scenario, record));
        Router router = Router.router(vertx);
        router.route("/simulator/*").subRouter(uqpay.router());
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        behave("{\"issue_delay_ms\":0,\"order_delay_ms\":0,\"rate_limit_per_minute\":0}");
        token = newToken("sim-client", "sim-key");
    }

    String newToken(String client, String key) {
        return send(request("/api/v1/connect/token")
                        .header("x-client-id", client)
                        .header("x-api-key", key)
                        .POST(BodyPublishers.noBody()))
                .at("auth_token");
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort() + "/simulator" + path));
    }

    HttpRequest.Builder call(String path) {
        return request("/api/v1" + path)
                .header("x-auth-token", "Bearer " + token)
                .header("Content-Type", "application/json");
    }

    Reply get(String path) {
        // The idempotency header on a read is what UQPAY's own clients send.
        return send(call(path)
                .header("x-idempotency-key", UUID.randomUUID().toString())
                .GET());
    }

    Reply post(String path, String body) {
        return post(path, body, UUID.randomUUID().toString());
    }

    Reply post(String path, String body, String key) {
        return send(call(path).header("x-idempotency-key", key).POST(BodyPublishers.ofString(body)));
    }

    Reply behave(String knobs) {
        return send(request("/control/behaviour").PUT(BodyPublishers.ofString(knobs)));
    }

    Reply control(String path) {
        return send(request("/control" + path).GET());
    }

    Reply command(String path, String body) {
        return send(request("/control" + path).POST(BodyPublishers.ofString(body)));
    }

    Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
            return new Reply(answer.statusCode(), json(answer.body()), answer.body(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }

    static String cardRequest(String product, String more) {
        return "{\"cardholder_id\":\"" + HOLDER + "\",\"card_product_id\":\"" + product + "\",\"card_currency\":\"USD\""
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    /** Issues a card and waits until UQPAY told that it is ready. */
    String activeCard(String product, String limit) {
        int before = receiver.ofType("card.create.succeeded").size();
        Reply made = post("/issuing/cards", cardRequest(product, "\"card_limit\":" + limit));
        receiver.awaitType("card.create.succeeded", before + 1);
        return made.at("card_id");
    }

    String statusOf(String cardId) {
        return get("/issuing/cards/" + cardId).at("card_status");
    }

    @Override
    public void close() {
        uqpay.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        receiver.close();
    }
}
