// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.deployment.Manifest;
import dev.cardwire.problem.Routes;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What strangers ask for does not become the label of a metric. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OddRequestsIntegrationTest {

    private static final int MANY = 1_000;
    private static final Pattern URI = Pattern.compile("uri=\"([^\"]*)\"");
    private static final Pattern METHOD = Pattern.compile("method=\"([^\"]*)\"");

    @TestHTTPResource("/")
    URL base;

    @Test
    void thousandOddRequestsMakeAHandfulOfSeries() throws Exception {
        Api.caller().get("/v1/products").then().statusCode(200);
        long before = series().size();
        ask(index -> "M%08d /v1/cards HTTP/1.1".formatted(index));
        ask(index -> "GET /v1/stream-tickets/%s HTTP/1.1".formatted(UUID.randomUUID()));
        ask(index -> "GET /nowhere/%d HTTP/1.1".formatted(index));
        ask(index -> "GET /webhooks/uqpay;pan=41111111111111%02d HTTP/1.1".formatted(index % 100));
        breakOff();
        Set<String> after = series();
        assertThat(after.size() - before).isLessThan(12);
        Set<String> uris = labels(after, URI);
        Set<String> known = new TreeSet<>(Routes.templates());
        known.add(Routes.OTHER);
        assertThat(known).containsAll(uris);
        assertThat(labels(after, METHOD)).allMatch(method -> Routes.METHODS.contains(method) || method.equals("other"));
    }

    @Test
    void pathsThatAlertsReadAreAlwaysCounted() throws Exception {
        ask(index -> "GET /v1/stream-tickets/%s HTTP/1.1".formatted(UUID.randomUUID()));
        Set<String> read = new TreeSet<>();
        Manifest.sources().stream()
                .flatMap(source -> source.holders("expr").stream())
                .forEach(rule -> read.addAll(labels(Set.of(String.valueOf(rule.get("expr"))), URI)));
        assertThat(read).isNotEmpty();
        for (String path : read) {
            Api.caller().body("{}").post(path);
        }
        assertThat(labels(series(), URI)).containsAll(read);
    }

    /** The list is closed, so it has to be complete. */
    @Test
    void everyDescribedPathIsInTheList() {
        Map<String, Map<String, Object>> paths = Api.caller()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getMap("paths");
        paths.forEach((path, methods) -> {
            assertThat(Routes.templateOf(path)).isEqualTo(path);
            for (String method : Routes.METHODS) {
                if (methods.containsKey(method.toLowerCase(java.util.Locale.ROOT))) {
                    assertThat(Routes.methodsOf(path)).as(path).contains(method);
                }
            }
        });
    }

    private void ask(IntFunction<String> line) throws IOException {
        try (Socket stranger = new Socket("localhost", base.getPort())) {
            StringBuilder all = new StringBuilder();
            for (int index = 0; index < MANY / 4; index++) {
                all.append(line.apply(index)).append("\r\nHost: a\r\n");
                all.append(index == MANY / 4 - 1 ? "Connection: close\r\n\r\n" : "\r\n");
            }
            Thread writer = new Thread(() -> write(stranger, all.toString()));
            writer.start();
            stranger.getInputStream().readAllBytes();
            writer.interrupt();
        }
    }

    /** Requests that end before their answer are counted by another way of the framework. */
    private void breakOff() throws IOException {
        for (int index = 0; index < 20; index++) {
            try (Socket stranger = new Socket("localhost", base.getPort())) {
                write(
                        stranger,
                        "X%d /gone/%d HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"
                                .formatted(index, index));
            }
        }
    }

    private static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException closed) {
            // it was answered before all was sent
        }
    }

    private static Set<String> labels(Set<String> lines, Pattern label) {
        Set<String> values = new TreeSet<>();
        lines.forEach(line -> label.matcher(line).results().forEach(found -> values.add(found.group(1))));
        return values;
    }

    private static Set<String> series() {
        Set<String> lines = new TreeSet<>();
        Api.caller()
                .accept("text/plain")
                .get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                .forEach(lines::add);
        return lines;
    }
}
