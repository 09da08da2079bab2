// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.SignedEvents;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A caller, UQPAY and a front-end that go on, one round after the other, each call on a connection of its own: a card is
 * issued and read, an event delivered, a ticket made and a stream opened with it. What is not answered as usual is kept.
 */
final class SteadyUse implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PATIENCE_MILLIS = 30_000;

    private final String gateway;
    private final AtomicInteger rounds = new AtomicInteger();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::run, "steady-use");
    private volatile Known known;
    private volatile boolean over;

    private record Known(String apiKey, String webhookSecret) {}

    private record Answer(int status, String body) {}

    SteadyUse(String gateway, String apiKey, String webhookSecret) {
        this.gateway = gateway;
        this.known = new Known(apiKey, webhookSecret);
    }

    void start() {
        thread.start();
    }

    /** The caller changes to this one. */
    void withKey(String apiKey) {
        known = new Known(apiKey, known.webhookSecret());
    }

    /** UQPAY changes to this one. */
    void withSecret(String webhookSecret) {
        known = new Known(known.apiKey(), webhookSecret);
    }

    /** The status of a read with this key. */
    int read(String apiKey) throws IOException {
        return call("GET", "/v1/cards", Map.of("Authorization", "Bearer " + apiKey), "")
                .status();
    }

    /** The status of a delivery that is signed with this secret. */
    int deliver(String webhookSecret) throws IOException {
        return delivered(webhookSecret).status();
    }

    int rounds() {
        return rounds.get();
    }

    List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** Waits for a round that begins after this call, so that nothing is under way that began before it. */
    void afterAnotherRound() {
        int enough = rounds.get() + 2;
        await().atMost(PATIENCE).until(() -> rounds.get() >= enough);
    }

    void issueOne() {
        Answer answer = issue();
        if (answer.status() != 201) {
            throw new IllegalStateException("not issued: " + answer);
        }
    }

    /** An operation that UQPAY does not answer for now; its id. */
    String issueInDoubt() {
        Answer answer = issue();
        if (answer.status() != 202) {
            throw new IllegalStateException("not in doubt: " + answer);
        }
        return JsonPath.from(answer.body()).getString("operation_id");
    }

    String operation(String id) throws IOException {
        Answer answer = call("GET", "/v1/operations/" + id, bearer(), "");
        return answer.status() == 200 ? JsonPath.from(answer.body()).getString("state") : answer.toString();
    }

    String ticket() throws IOException {
        return JsonPath.from(call("POST", "/v1/stream-tickets", bearer(), "{\"everything\":true}")
                        .body())
                .getString("ticket");
    }

    /** The status that a stream with this ticket begins with. */
    int stream(String ticket) throws IOException {
        HttpURLConnection connection = connection("GET", "/v1/stream?ticket=" + ticket, Map.of());
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        thread.join();
    }

    private void run() {
        while (!over) {
            Answer issued = expect(201, "a card", this::issue);
            if (issued.status() == 201) {
                String card = JsonPath.from(issued.body()).getString("card_id");
                expect(200, "its read", () -> call("GET", "/v1/cards/" + card, bearer(), ""));
            }
            expect(200, "an event", () -> delivered(known.webhookSecret()));
            expect(200, "a stream", () -> new Answer(stream(ticket()), ""));
            rounds.incrementAndGet();
        }
    }

    private interface Call {
        Answer answer() throws IOException;
    }

    private Answer expect(int status, String what, Call call) {
        Answer answer;
        try {
            answer = call.answer();
        } catch (IOException | RuntimeException broken) {
            answer = new Answer(0, broken.toString());
        }
        if (answer.status() != status) {
            refusals.add(what + ": " + answer);
        }
        return answer;
    }

    private Answer issue() {
        try {
            return call(
                    "POST",
                    "/v1/cards",
                    Map.of(
                            "Authorization",
                            "Bearer " + known.apiKey(),
                            "Idempotency-Key",
                            UUID.randomUUID().toString()),
                    Api.issueBody(Api.SHARE, "\"10.00\""));
        } catch (IOException broken) {
            return new Answer(0, broken.toString());
        }
    }

    private Answer delivered(String secret) throws IOException {
        String event = SignedEvents.created(
                UUID.randomUUID().toString(), UUID.randomUUID().toString());
        String time = Long.toString(System.currentTimeMillis());
        String signature = SignedEvents.sign(secret, event.getBytes(StandardCharsets.UTF_8), time);
        return call("POST", "/webhooks/uqpay", Map.of("x-wk-timestamp", time, "x-wk-signature", signature), event);
    }

    private Map<String, String> bearer() {
        return Map.of("Authorization", "Bearer " + known.apiKey());
    }

    private Answer call(String method, String path, Map<String, String> headers, String body) throws IOException {
        HttpURLConnection connection = connection(method, path, headers);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        int status = connection.getResponseCode();
        try (InputStream answer = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new Answer(status, answer == null ? "" : new String(answer.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private HttpURLConnection connection(String method, String path, Map<String, String> headers) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(gateway + path).toURL().openConnection();
        connection.setRequestMethod(method);
        connection.setConnectTimeout(PATIENCE_MILLIS);
        connection.setReadTimeout(PATIENCE_MILLIS);
        connection.setRequestProperty("Connection", "close");
        connection.setRequestProperty("Content-Type", "application/json");
        headers.forEach(connection::setRequestProperty);
        return connection;
    }
}
