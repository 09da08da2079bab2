// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * UQPAY is slow or down, under load: every caller is answered with a problem or with 202, nothing piles up, and once UQPAY
 * is back each key gets its one card without anybody's help, so the circuits have closed by themselves.
 */
class SlowUqpayIT {

    private static final int CALLERS = 48;
    private static final int READS = 300;
    private static final int KEYS = 30;

    private static PackagedGateway gateway;
    private static World world;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        gateway = new PackagedGateway(environment);
        world = World.start(gateway.url() + "/webhooks/uqpay");
        environment.putAll(world.environment());
        gateway.start();
        issue(UUID.randomUUID().toString()).then().statusCode(201);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        world.close();
    }

    @AfterEach
    void calm() {
        world.behave(Map.of());
        world.behave(Map.of("rate_limit_per_minute", 0));
    }

    @Test
    void comesBackFromASlowUqpay() throws Exception {
        survives(Map.of("http_latency_ms", 5_000));
    }

    @Test
    void comesBackFromABrokenUqpay() throws Exception {
        survives(Map.of("http_error_rate", 1, "http_error_status", 502, "http_error_body", "html"));
    }

    private void survives(Map<String, Object> trouble) throws Exception {
        int before = cards();
        List<String> keys = newKeys();
        load(keys);
        OptionalLong calm = gateway.liveHeap();
        world.behave(trouble);
        List<String> late = newKeys();
        load(late);
        OptionalLong troubled = gateway.liveHeap();
        calm();
        keys.addAll(late);
        for (String key : keys) {
            await().atMost(Duration.ofSeconds(60)).until(() -> issue(key).statusCode() == 201);
        }
        assertThat(cards() - before).isEqualTo(2 * KEYS);
        Program.assumeJars(
                "The rest held. The live heap of an executable is unknown: nobody can ask for a collection.");
        assertThat(troubled.getAsLong())
                .as("what was refused or is waited for costs next to nothing")
                .isLessThan(calm.getAsLong() * 3 / 2);
    }

    private static List<String> newKeys() {
        List<String> keys = new ArrayList<>();
        for (int key = 0; key < KEYS; key++) {
            keys.add(UUID.randomUUID().toString());
        }
        return keys;
    }

    /** Reads and issuing at once; every single answer is one that docs/api.md 2.1 has. */
    private static void load(List<String> keys) throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        List<Callable<Response>> calls = new ArrayList<>();
        for (int read = 0; read < READS; read++) {
            calls.add(() -> Api.caller().get(gateway.url() + "/v1/orders/" + UUID.randomUUID()));
        }
        for (int key = 0; key < keys.size(); key++) {
            String name = keys.get(key);
            calls.add(key * READS / keys.size(), () -> issue(name));
        }
        for (Future<Response> call : callers.invokeAll(calls)) {
            Response answer = call.get();
            assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 202, 404, 503);
            if (answer.statusCode() == 503) {
                assertThat(answer.contentType()).startsWith("application/problem+json");
                assertThat(answer.header("Retry-After")).isNotNull();
                assertThat(answer.<Boolean>path("retryable")).isTrue();
            }
        }
        callers.shutdown();
    }

    private static Response issue(String key) {
        return Api.issuing(key).post(gateway.url() + "/v1/cards");
    }

    private static int cards() {
        return RestAssured.given()
                .get(world.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .<List<?>>path("data")
                .size();
    }
}
