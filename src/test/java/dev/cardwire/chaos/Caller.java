// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** A back end that writes as the README says: whatever is not final is repeated with the same key and the same body. */
final class Caller implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long PAUSE_NANOS = 100_000_000;
    private static final long LAST_TRIES_NANOS = 120_000_000_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Write(Evidence.Request request, String method, String path, String body) {}

    private record Owned(String cardId, boolean single) {}

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String gateway;
    private final Random random;
    private final Surprises surprises;
    private final List<Owned> cards = new CopyOnWriteArrayList<>();
    private final List<Evidence.Answer> answers = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;
    private volatile long stopped;

    Caller(String gateway, long seed, Surprises surprises) {
        this.gateway = gateway;
        this.surprises = surprises;
        this.random = new Random(seed);
    }

    List<Evidence.Answer> answers() {
        return List.copyOf(answers);
    }

    List<String> cardIds() {
        return cards.stream().map(Owned::cardId).toList();
    }

    /** After the write that is under way, and two minutes at most. */
    void stop() {
        stopped = System.nanoTime();
        stopping = true;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                carryOut(next());
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private Write next() {
        String key = UUID.randomUUID().toString();
        int choice = random.nextInt(10);
        if (cards.isEmpty() || choice < 4) {
            return new Write(
                    new Evidence.Request(key, "ISSUE_CARD", null, null),
                    "POST",
                    "/v1/cards",
                    Api.issueBody(product(), "\"100.00\""));
        }
        Owned card = cards.get(random.nextInt(cards.size()));
        String path = "/v1/cards/" + card.cardId();
        if (choice < 7) {
            String status = random.nextInt(12) == 0 ? "CANCELLED" : random.nextBoolean() ? "FROZEN" : "ACTIVE";
            return new Write(
                    new Evidence.Request(key, "UPDATE_STATUS", card.cardId(), status),
                    "POST",
                    path + "/status",
                    "{\"card_status\": \"" + status + "\"}");
        }
        if (card.single()) {
            boolean back = random.nextInt(3) == 0;
            return new Write(
                    new Evidence.Request(key, back ? "WITHDRAW" : "RECHARGE", card.cardId(), null),
                    "POST",
                    path + (back ? "/withdraw" : "/recharge"),
                    "{\"amount\": \"2.00\"}");
        }
        return new Write(
                new Evidence.Request(key, "UPDATE_CARD", card.cardId(), null),
                "PATCH",
                path,
                "{\"card_limit\": \"" + (100 + random.nextInt(100)) + ".00\"}");
    }

    private String product() {
        return random.nextInt(3) == 0 ? Api.SINGLE : Api.SHARE;
    }

    /** Until the answer is final. A caller that gives up on one that is not does not know what became of it. */
    private void carryOut(Write write) throws InterruptedException {
        Evidence.Answer answer = send(write);
        answers.add(answer);
        while (!isFinal(answer) && !(stopping && System.nanoTime() - stopped > LAST_TRIES_NANOS)) {
            LockSupport.parkNanos(3 * PAUSE_NANOS);
            answer = send(write);
            answers.add(answer);
        }
        if (answer.status() == 201 && answer.cardId() != null) {
            cards.add(new Owned(answer.cardId(), write.body().contains(Api.SINGLE)));
        }
    }

    private static boolean isFinal(Evidence.Answer answer) {
        return switch (answer.status()) {
            case 0, 429 -> false;
            case 202 -> !answer.kind().equals("ISSUE_CARD");
            case 409 -> !"request_in_progress".equals(answer.code());
            default -> answer.status() < 500;
        };
    }

    private Evidence.Answer send(Write write) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway + write.path()))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + Api.KEY)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", write.request().key())
                .method(write.method(), HttpRequest.BodyPublishers.ofString(write.body()))
                .build();
        int status = 0;
        long asked = System.currentTimeMillis();
        JsonNode body = MissingNode.getInstance();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            surprises.check(answer);
            body = JSON.readTree(answer.body());
            status = answer.statusCode();
        } catch (IOException away) {
            // no answer: it may have been done
        }
        return new Evidence.Answer(
                write.request(),
                asked,
                System.currentTimeMillis(),
                status,
                text(body, "code"),
                text(body, "operation_id"),
                text(body, "card_id"));
    }

    private static String text(JsonNode body, String field) {
        return body.path(field).asText(null);
    }
}
