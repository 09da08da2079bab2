// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.World;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A packaged process with a small heap is attacked by people without a key, and by callers who run wild. Liveness is asked
 * for all the while; afterwards the process does its work as before.
 */
class StrangersIT {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int STREAMS = 5;

    private static PackagedGateway gateway;
    private static World world;

    private final List<Stranger> strangers = new ArrayList<>();
    private Pulse pulse;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        gateway = new PackagedGateway(environment);
        world = World.start(gateway.url() + "/webhooks/uqpay");
        environment.putAll(world.environment());
        environment.put("CARDWIRE_WARM_UP_ENABLED", "true");
        environment.put("CARDWIRE_BODY_WITHIN", "3s");
        environment.put("CARDWIRE_STREAM_LIMITS_PER_CALLER", Integer.toString(STREAMS));
        gateway.start();
        issue().then().statusCode(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        world.close();
    }

    @BeforeEach
    void listen() {
        pulse = new Pulse(gateway.url());
    }

    @AfterEach
    void stillDoesItsWork() throws Exception {
        try {
            pulse.assertSteady();
            issue().then().statusCode(201);
        } finally {
            pulse.close();
            for (Stranger stranger : strangers) {
                stranger.close();
            }
        }
    }

    @Test
    void madeUpMethodsAndPathsMakeNoSeries() throws Exception {
        long before = series();
        for (int round = 0; round < 100; round++) {
            StringBuilder requests = new StringBuilder();
            for (int request = 0; request < 20; request++) {
                String name = round + "X" + request;
                requests.append("M").append(name).append(" /v1/cards HTTP/1.1\r\nHost: a\r\n\r\n");
                requests.append("GET /v1/cards/").append(name).append(" HTTP/1.1\r\nHost: a\r\n\r\n");
            }
            try (Stranger stranger = new Stranger(gateway.port())) {
                stranger.write(requests + "GET /nowhere" + round + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                        .answers();
            }
        }
        assertThat(series() - before).as("series more").isLessThan(12);
        caller().get("/v1/balances").then().statusCode(200);
        assertThat(metrics()).contains("uri=\"/v1/balances\"");
    }

    @Test
    void unfinishedBodiesOfStrangersTakeNoMemory() throws Exception {
        byte[] part = " ".repeat(256 * KIB - 10).getBytes(StandardCharsets.US_ASCII);
        OptionalLong before = gateway.liveHeap();
        for (int stranger = 0; stranger < 600; stranger++) {
            String path =
                    List.of("/webhooks/uqpay", "/nowhere", "/v1/cardholders").get(stranger % 3);
            Stranger one = new Stranger(gateway.port());
            strangers.add(one);
            one.write("POST " + path + " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n40000\r\n");
            one.flood(part, part.length);
        }
        OptionalLong after = gateway.liveHeap();
        Map<String, String> large = Map.of("email", "x", "pad", "y".repeat(300 * KIB));
        for (int call = 0; call < 5; call++) {
            caller().body(large)
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .post("/v1/cardholders")
                    .then()
                    .statusCode(422);
        }
        Program.assumeJars(
                "The rest held. The live heap of an executable is unknown: nobody can ask for a collection.");
        assertThat(after.getAsLong() - before.getAsLong()).isLessThan(48 * MIB);
    }

    @Test
    void textsOfDigitsCostNoMoreThanOthers() throws Exception {
        String digits = "1 ".repeat(3 * MIB);
        List<CompletableFuture<Integer>> calls = new ArrayList<>();
        for (int call = 0; call < 4; call++) {
            calls.add(CompletableFuture.supplyAsync(
                    () -> caller().header("Idempotency-Key", UUID.randomUUID().toString())
                            .body(Map.of("email", digits, "first_name", digits.substring(0, KIB)))
                            .post("/v1/cardholders")
                            .statusCode()));
        }
        for (CompletableFuture<Integer> call : calls) {
            assertThat(call.join()).isEqualTo(422);
        }
        String event = SignedEvents.created(
                UUID.randomUUID().toString(), UUID.randomUUID().toString(), "4 ".repeat(100 * KIB));
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(SignedEvents.delivery(gateway.url(), event), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void whatFollowsAStreamsRequestIsNotRead() throws Exception {
        byte[] garbage = new byte[64 * KIB];
        for (String second : List.of("", "GET /v1/cards HTTP/1.1\r\nHost: a\r\n", "\u0016\u0003\u0001")) {
            Stranger one = stream();
            one.write(second);
            assertThat(one.flood(garbage, 64L * MIB)).as("behind %s", second).isLessThan(32L * MIB);
            one.close();
        }
    }

    @Test
    void slotsOfStreamsComeBackWithTheirConnections() throws Exception {
        for (int round = 0; round < 4; round++) {
            for (int one = 0; one < STREAMS; one++) {
                stream().write("GET /v1/cards HTTP/1.1\r\nHost").close();
            }
        }
        await().untilAsserted(() -> assertThat(stream().answer()).startsWith("HTTP/1.1 200"));
    }

    @Test
    void bodyThatTricklesInLosesItsConnection() throws Exception {
        for (String method : List.of("GET", "POST", "DELETE")) {
            String head = method + " /v1/cards HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Api.KEY
                    + "\r\nContent-Length: 100000\r\n\r\n{";
            Stranger one = new Stranger(gateway.port());
            strangers.add(one);
            assertThat(one.write(head).answers()).as(method).startsWith("HTTP/1.1 ");
        }
    }

    private static Stranger stream(Stranger one) throws IOException {
        return one.write("GET /v1/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Api.KEY + "\r\n\r\n");
    }

    private Stranger stream() throws IOException {
        Stranger one = new Stranger(gateway.port());
        strangers.add(one);
        return stream(one);
    }

    private static long series() {
        return metrics()
                .lines()
                .filter(line -> line.startsWith("http_server_requests_seconds_count"))
                .count();
    }

    private static String metrics() {
        return caller().get("/q/metrics").asString();
    }

    private static RequestSpecification caller() {
        return Api.caller().baseUri(gateway.url());
    }

    private static Response issue() {
        return Api.issuing(UUID.randomUUID().toString()).baseUri(gateway.url()).post("/v1/cards");
    }
}
