// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.FreePorts;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three replicas share one access token that ends every few seconds, under load on all of them: whoever asks for a new one
 * kills the others' at once, so every renewal too many would be a refused call.
 */
class TokensIT {

    private static final int LIFE_SECONDS = 5;
    private static final int LIVES = Integer.getInteger("cardwire.token-lives", 3);
    private static final int CALLS_AFTER = 300;

    private final List<PackagedGateway> replicas = new ArrayList<>();
    private final AtomicBoolean calling = new AtomicBoolean(true);
    private final AtomicInteger calls = new AtomicInteger();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void oneRenewalServesAllReplicas(boolean withRedis) throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (int replica = 0; replica < 3; replica++) {
            replicas.add(new PackagedGateway(environment));
        }
        ExecutorService callers = Executors.newCachedThreadPool();
        try (World world = World.start(replicas.get(0).url() + "/webhooks/uqpay")) {
            world.behave(Map.of("token_lifetime_s", LIFE_SECONDS));
            environment.putAll(world.environment());
            if (!withRedis) {
                environment.put("CARDWIRE_REDIS_URL", "redis://localhost:" + FreePorts.next());
            }
            startAll(callers);
            String order = Api.issuing(UUID.randomUUID().toString())
                    .post(replicas.get(0).url() + "/v1/cards")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("card_order_id");
            for (PackagedGateway replica : replicas) {
                callers.submit(() -> keepCalling(replica.url() + "/v1/orders/" + order));
                callers.submit(() -> keepCalling(replica.url() + "/v1/orders/" + order));
            }
            renewsOnceALife(world);
            healsByOneRenewal(world);
            calling.set(false);
            callers.shutdown();
            assertThat(callers.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
            assertThat(failures).isEmpty();
        } finally {
            calling.set(false);
            callers.shutdownNow();
            replicas.forEach(PackagedGateway::close);
        }
    }

    private void renewsOnceALife(World world) {
        int first = issued(world);
        long start = System.nanoTime();
        await().atMost(Duration.ofSeconds(LIVES * LIFE_SECONDS * 4L)).until(() -> issued(world) >= first + LIVES);
        double lives = (System.nanoTime() - start) / 1e9 / LIFE_SECONDS;
        // a token is renewed when four fifths of its life are over, which UQPAY tells in whole seconds
        assertThat((double) (issued(world) - first)).isLessThanOrEqualTo(lives * 5 / 3 + 1);
    }

    private void healsByOneRenewal(World world) {
        world.behave(Map.of("token_lifetime_s", 1_800));
        int[] last = {0};
        // the last short token ends, and its successor stays
        await().atMost(Duration.ofSeconds(60))
                .during(Duration.ofSeconds(LIFE_SECONDS + 1))
                .until(() -> last[0] == (last[0] = issued(world)));
        steal(world);
        int seen = calls.get();
        await().atMost(Duration.ofSeconds(60)).until(() -> calls.get() > seen + CALLS_AFTER);
        assertThat(issued(world)).as("one stolen, one that heals it").isEqualTo(last[0] + 2);
    }

    private void steal(World world) {
        RestAssured.given().post(world.control("scenarios/token-stolen")).then().statusCode(200);
    }

    private void keepCalling(String url) {
        while (calling.get()) {
            try {
                int status = Api.caller().get(url).statusCode();
                if (status != 200) {
                    failures.add("answered " + status);
                }
            } catch (Exception broken) {
                failures.add(broken.toString());
            }
            calls.incrementAndGet();
        }
    }

    private void startAll(ExecutorService callers) throws Exception {
        List<Future<PackagedGateway>> starts = new ArrayList<>();
        for (PackagedGateway replica : replicas) {
            starts.add(callers.submit(replica::start));
        }
        for (var start : starts) {
            start.get();
        }
    }

    private static int issued(World world) {
        return RestAssured.given()
                .get(world.control("tokens"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getInt("data.find { it.client_id == 'sim-client' }.issued");
    }
}
