// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import dev.cardwire.access.OwnKey;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Calls of this replica to itself, through every filter that a caller's pass. None leaves anything behind: ids are made up,
 * and the product that the card is asked for does not exist.
 */
@ApplicationScoped
class OwnCalls {

    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::", "[::]", "");
    private static final long PATIENCE_MILLIS = 10_000;

    private final Vertx vertx;
    private final OwnKey key;

    OwnCalls(Vertx vertx, OwnKey key) {
        this.vertx = vertx;
        this.key = key;
    }

    private record Call(HttpMethod method, String path, String body) {

        static Call get(String path) {
            return new Call(HttpMethod.GET, path, "");
        }

        static Call post(String path, String body) {
            return new Call(HttpMethod.POST, path, body);
        }
    }

    private static List<Call> calls() {
        String nobody = UUID.randomUUID().toString();
        return List.of(
                Call.get("/v1/cards?limit=1"),
                Call.get("/v1/cards/" + nobody),
                Call.get("/v1/operations?limit=1"),
                Call.get("/v1/webhook-events?limit=1"),
                Call.post("/v1/stream-tickets", "{\"card_ids\": [\"" + nobody + "\"]}"),
                Call.post("/v1/cards", """
                        {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "USD", "card_limit": "1.00"}""".formatted(nobody, nobody)));
    }

    /** All calls, one after the other; fails with the first that has no answer. */
    Uni<Void> run(HttpServerOptions server, boolean encrypted) {
        HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                .setSsl(encrypted)
                // it is this process that answers, under whatever name its certificate has
                .setTrustAll(true)
                .setVerifyHost(false));
        return Multi.createFrom()
                .iterable(calls())
                .onItem()
                .transformToUniAndConcatenate(call -> send(client, options(server, call), call))
                .onItem()
                .ignoreAsUni()
                .onTermination()
                .invoke(() -> client.close());
    }

    /** From here on the key of this replica opens nothing. */
    void end() {
        key.forget();
    }

    private RequestOptions options(HttpServerOptions server, Call call) {
        String host = EVERY_ADDRESS.contains(server.getHost()) ? "localhost" : server.getHost();
        return new RequestOptions()
                .setMethod(call.method())
                .setHost(host)
                .setPort(server.getPort())
                .setURI(call.path())
                .setTimeout(PATIENCE_MILLIS)
                .putHeader("Authorization", "Bearer " + key.value())
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static Uni<Void> send(HttpClient client, RequestOptions options, Call call) {
        return Uni.createFrom()
                .completionStage(() -> client.request(options)
                        .compose(request -> request.send(call.body()).compose(response -> response.body()))
                        .toCompletionStage())
                .replaceWithVoid();
    }
}
