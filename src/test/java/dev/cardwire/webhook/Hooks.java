// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.DescribedAnswers;
import dev.cardwire.testsupport.SignedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** UQPAY's side of the endpoint. */
final class Hooks {

    static final String PAN = "4111111111111111";
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Path FOLDER = Path.of("src/test/resources/uqpay/samples");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI endpoint;

    Hooks(java.net.URL base) {
        this.endpoint = URI.create(base + "webhooks/uqpay");
    }

    record Answer(int status, JsonNode body) {

        String outcome() {
            return status == 200 ? body.path("outcome").asText() : "status " + status;
        }
    }

    CompletableFuture<Answer> send(byte[] body) {
        String timestamp = Long.toString(Instant.now().toEpochMilli());
        return send(HttpRequest.newBuilder(endpoint)
                .header("content-type", "application/json")
                .header("x-wk-timestamp", timestamp)
                .header("x-wk-signature", SignedEvents.sign(body, timestamp))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build());
    }

    CompletableFuture<Answer> send(HttpRequest request) {
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray())
                .thenApply(answer -> {
                    DescribedAnswers.require(answer);
                    return new Answer(answer.statusCode(), tree(answer.body()));
                });
    }

    String outcome(JsonNode event) {
        return send(bytes(event)).join().outcome();
    }

    URI endpoint() {
        return endpoint;
    }

    static byte[] bytes(JsonNode event) {
        return event.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An event of a type about a card, with an id of its own. */
    static ObjectNode event(String type, UUID cardId) {
        ObjectNode event = JSON.createObjectNode()
                .put("version", "V1.6.0")
                .put("event_name", "ISSUING")
                .put("event_type", type)
                .put("event_id", UUID.randomUUID().toString())
                .put("source_id", UUID.randomUUID().toString());
        event.putObject("data").put("card_id", cardId.toString());
        return event;
    }

    static ObjectNode created(UUID cardId) {
        ObjectNode event = event("card.create.succeeded", cardId);
        data(event).put("card_status", "ACTIVE").put("card_number", "40963608****1764");
        return event;
    }

    static ObjectNode status(UUID cardId, String status, String time) {
        ObjectNode event = event("card.status.update.succeeded", cardId);
        data(event).put("card_status", status).put("update_time", time);
        return event;
    }

    static ObjectNode data(ObjectNode event) {
        return (ObjectNode) event.get("data");
    }

    static List<String> samples() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("webhook."))
                    .sorted()
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A sample as if it came now for the first time: new ids of the event, its source and its card. */
    static ObjectNode fresh(String sample) {
        try {
            ObjectNode event = (ObjectNode) JSON.readTree(FOLDER.resolve(sample).toFile());
            event.put("event_id", UUID.randomUUID().toString());
            event.put("source_id", UUID.randomUUID().toString());
            if (data(event).has("card_id")) {
                data(event).put("card_id", UUID.randomUUID().toString());
            }
            return event;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static JsonNode tree(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException notJson) {
            return JSON.missingNode();
        }
    }
}
