// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.wire;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.store.Json;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What goes back. {@code holdUntil} keeps the answer until something else has happened; {@code dropped} closes the
 * connection in its place.
 */
public record Answer(
        int status,
        String contentType,
        String body,
        Map<String, String> headers,
        CompletionStage<Void> holdUntil,
        boolean dropped) {
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedStage(null);
    public static final String JSON = "application/json";

    public static Answer of(int status, String contentType, String body) {
        return new Answer(status, contentType, body, Map.of(), AT_ONCE, false);
    }

    public static Answer json(int status, JsonNode body) {
        return of(status, JSON, Json.text(body));
    }

    public static Answer ok(JsonNode body) {
        return json(200, body);
    }

    public Answer heldUntil(CompletionStage<Void> stage) {
        return new Answer(status, contentType, body, headers, stage, dropped);
    }

    public Answer withDroppedConnection() {
        return new Answer(status, contentType, body, headers, holdUntil, true);
    }

    public Answer withHeader(String name, String value) {
        return withHeaders(Map.of(name, value));
    }

    public Answer withHeaders(Map<String, String> more) {
        return new Answer(status, contentType, body, more, holdUntil, dropped);
    }
}
