// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Receives events and hands them on, the bytes and the signature as they came. It answers 200 when every address did,
 * else with the first other answer, so that the local UQPAY tries again.
 */
final class EventListener implements AutoCloseable {
    private static final List<String> HEADERS = List.of("content-type", "x-wk-timestamp", "x-wk-signature");
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final int UNREACHABLE = 502;
    private static final int THREADS = 8;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, EventListener::daemon);
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();
    private final List<String> forwards;
    private final EventPrinter printer;

    private EventListener(HttpServer server, EventPrinter printer, List<String> forwards) {
        this.server = server;
        this.printer = printer;
        this.forwards = forwards;
    }

    static EventListener start(int port, EventPrinter printer, CommandOptions options) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
            EventListener listener = new EventListener(server, printer, options.all("forward-to"));
            server.createContext("/", listener::receive);
            server.setExecutor(listener.threads);
            server.start();
            return listener;
        } catch (IOException taken) {
            throw new IllegalArgumentException("cannot listen on port " + port + ": " + taken.getMessage());
        }
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "listen");
        thread.setDaemon(true);
        return thread;
    }

    private void receive(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            List<CompletableFuture<Integer>> answers =
                    forwards.stream().map(url -> forward(url, exchange, body)).toList();
            List<Integer> statuses =
                    answers.stream().map(CompletableFuture::join).toList();
            printer.print(body, forwards, statuses);
            int worst = statuses.stream()
                    .filter(status -> status != 200)
                    .findFirst()
                    .orElse(200);
            exchange.sendResponseHeaders(worst, -1);
        }
    }

    private CompletableFuture<Integer> forward(String url, HttpExchange exchange, byte[] body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).timeout(DEADLINE).POST(BodyPublishers.ofByteArray(body));
        for (String header : HEADERS) {
            String value = exchange.getRequestHeaders().getFirst(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        return http.sendAsync(request.build(), BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null ? answer.statusCode() : UNREACHABLE);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
