// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.SignedEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** People without a key, all the while. All that they send bears their mark, so that whatever comes of it is found. */
final class Strangers implements Runnable, AutoCloseable {

    private static final String MARK = "stranger-";
    private static final long PAUSE_NANOS = 150_000_000;
    private static final int MOST_CONNECTIONS = 20;
    private static final String OVERSIZED = "x".repeat(300 * 1024);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ChaosWorld world;
    private final Random random;
    private final Deque<Socket> sockets = new ArrayDeque<>();
    private final List<String> achieved = new CopyOnWriteArrayList<>();
    private volatile int sent;
    private volatile boolean stopping;

    Strangers(ChaosWorld world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    int sent() {
        return sent;
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            sent++;
            try {
                act();
            } catch (IOException refused) {
                // which is right
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What they were let do, what is stored of it, and what the audit log says. */
    List<String> achieved() throws IOException {
        List<String> all = new ArrayList<>(achieved);
        world.stores
                .database()
                .rows("select operation_id from operation where caller <> 'local' or idempotency_key like '" + MARK
                        + "%' or request_id like '" + MARK + "%'")
                .forEach(id -> all.add("operation " + id));
        for (PackagedGateway replica : world.replicas) {
            Files.readString(replica.log().toPath(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("action=") && line.contains("request_id=" + MARK))
                    .forEach(line -> all.add("audit log: " + line));
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private void act() throws IOException, InterruptedException {
        switch (random.nextInt(9)) {
            case 0 -> send("POST", "/v1/cards", Api.issueBody(Api.SHARE, "1"), "Authorization", "Bearer wrong");
            case 1 -> send("POST", "/v1/cards", OVERSIZED, "Authorization", "Bearer " + MARK);
            case 2 -> send("POST", "/v1/cards", "{\"a\": [", "Authorization", "Basic eDp5");
            case 3 -> send("POST", "/webhooks/uqpay", event(), "x-wk-signature", "00".repeat(64));
            case 4 -> send("POST", "/webhooks/uqpay", OVERSIZED, "x-wk-signature", MARK);
            case 5 -> send("GET", "/v1/stream?ticket=" + MARK + "AAAA", "", "Accept", "text/event-stream");
            case 6 -> send("POST", "/v1/cards/import", "{}", "Authorization", "Bearer");
            case 7 -> connect("");
            default -> connect("POST /webhooks/uqpay HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{");
        }
        trickle();
    }

    private static String event() {
        return SignedEvents.created(
                UUID.randomUUID().toString(), UUID.randomUUID().toString(), Api.HOLDER);
    }

    private void send(String method, String path, String body, String header, String value)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(world.url() + path))
                .timeout(Duration.ofSeconds(5))
                .header(header, value)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", MARK + UUID.randomUUID())
                .header("X-Request-Id", MARK + sent)
                .header("x-wk-timestamp", Long.toString(System.currentTimeMillis()))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status < 400) {
            achieved.add(method + " " + path + ": " + status);
        }
    }

    /** Clients that open a connection and say nothing, or begin a body and take their time. */
    private void connect(String beginning) throws IOException {
        if (sockets.size() == MOST_CONNECTIONS) {
            sockets.removeFirst().close();
        }
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), world.door.port());
        sockets.add(socket);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    }

    private void trickle() {
        for (Socket socket : sockets) {
            try {
                socket.getOutputStream().write(' ');
            } catch (IOException closed) {
                // by the gateway, whose patience was over
            }
        }
    }
}
