// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cardwire.testsupport.SignedEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntUnaryOperator;

/** Takes webhooks in and keeps them. Its check of the signature is written from the document, not from the simulator. */
final class WebhookReceiver {
    /** One delivery as it came over the wire. */
    record Delivery(String timestamp, String signature, String body, JsonNode json) {
        String type() {
            return json.path("event_type").asText();
        }

        String id() {
            return json.path("event_id").asText();
        }

        JsonNode data() {
            return json.path("data");
        }

        boolean isSignedWith(String secret) {
            return signature != null
                    && signature.equals(SignedEvents.sign(secret, body.getBytes(StandardCharsets.UTF_8), timestamp))
                    && signature.equals(signature.toLowerCase(Locale.ROOT));
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile IntUnaryOperator answers = nth -> 200;
    private volatile boolean silent;

    WebhookReceiver() {
        try {
            server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/webhooks";
    }

    /** What to answer to the first, second, … delivery (counted from 1). */
    void answerWith(IntUnaryOperator statusOfNth) {
        answers = statusOfNth;
    }

    void neverAnswer() {
        silent = true;
    }

    void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String timestamp = exchange.getRequestHeaders().getFirst("x-wk-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("x-wk-signature");
        int status;
        synchronized (this) {
            deliveries.add(new Delivery(timestamp, signature, body, parse(body)));
            status = answers.applyAsInt(deliveries.size());
        }
        if (!silent) {
            byte[] answer = "noted".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        }
    }

    List<Delivery> all() {
        return List.copyOf(deliveries);
    }

    List<Delivery> ofType(String type) {
        return deliveries.stream()
                .filter(delivery -> delivery.type().equals(type))
                .toList();
    }

    /** Waits until so many deliveries of a type have come. */
    List<Delivery> awaitType(String type, int count) {
        await(type)
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> ofType(type).size() >= count);
        return ofType(type);
    }

    Delivery awaitOne(String type) {
        return awaitType(type, 1).get(0);
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
