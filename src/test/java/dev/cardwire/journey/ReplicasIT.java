// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Sender;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Three replicas of the packaged application on one PostgreSQL and one Redis, as callers and UQPAY meet them. */
class ReplicasIT {

    private static final int COPIES = Integer.getInteger("cardwire.copies", 10_000);
    private static final Sender SENDER = new Sender(128);

    private static final List<PackagedGateway> REPLICAS = new ArrayList<>();
    private static World world;
    private static Line toRedis;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        for (int replica = 0; replica < 3; replica++) {
            REPLICAS.add(new PackagedGateway(environment));
        }
        world = World.start(REPLICAS.get(0).url() + "/webhooks/uqpay");
        environment.putAll(world.environment());
        int redis = URI.create(environment.get("CARDWIRE_REDIS_URL")).getPort();
        toRedis = Line.to(() -> redis);
        environment.put("CARDWIRE_REDIS_URL", "redis://127.0.0.1:" + toRedis.port());
        // nobody is killed here, and three replicas that start on a small machine need their time
        environment
                .keySet()
                .removeIf(name -> name.startsWith("CARDWIRE_UQPAY_TIME") || name.startsWith("CARDWIRE_ISSUING"));
        // the event below is one that UQPAY never had: a sweep would rightly undo it
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "1h");
        for (PackagedGateway replica : REPLICAS) {
            replica.start();
            Api.issuing(UUID.randomUUID().toString())
                    .post(replica.url() + "/v1/cards")
                    .then()
                    .statusCode(201);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        REPLICAS.forEach(PackagedGateway::close);
        world.close();
        toRedis.close();
    }

    @AfterEach
    void calm() {
        world.behave(Map.of());
        world.behave(Map.of("rate_limit_per_minute", 0));
    }

    @Test
    void twoHundredCallersWithFiftyKeysGetFiftyCards() throws Exception {
        int before = cards().size();
        Map<String, Set<String>> cardsOfKey = new ConcurrentHashMap<>();
        ExecutorService callers = Executors.newFixedThreadPool(200);
        String run = UUID.randomUUID().toString();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int caller = 0; caller < 200; caller++) {
            String key = run + "-" + caller % 50;
            String url = REPLICAS.get(caller % 2).url();
            answers.add(callers.submit(() -> {
                var answer = Api.issuing(key).post(url + "/v1/cards");
                if (answer.statusCode() == 201) {
                    cardsOfKey
                            .computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet())
                            .add(answer.path("card_id"));
                }
                return answer.statusCode();
            }));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isIn(201, 202, 409);
        }
        callers.shutdown();
        for (int key = 0; key < 50; key++) {
            String name = run + "-" + key;
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Api.issuing(name)
                                    .post(REPLICAS.get(2).url() + "/v1/cards")
                                    .statusCode()
                            == 201);
        }
        assertThat(cards().size() - before).isEqualTo(50);
        assertThat(cardsOfKey).allSatisfy((key, cards) -> assertThat(cards).hasSize(1));
    }

    @Test
    void brokenConnectionsAndServerErrorsMakeNoSecondCardAndNoWrongRefusal() throws Exception {
        int before = cards().size();
        world.behave(
                Map.of("create_card_then_drop_connection_rate", 0.3, "http_error_rate", 0.2, "http_error_status", 500));
        ExecutorService callers = Executors.newFixedThreadPool(16);
        String run = UUID.randomUUID().toString();
        List<Future<Integer>> answers = new ArrayList<>();
        for (int key = 0; key < 40; key++) {
            String name = run + "-" + key;
            String url = REPLICAS.get(key % 3).url();
            answers.add(callers.submit(() -> untilIssued(url, name)));
        }
        for (Future<Integer> answer : answers) {
            assertThat(answer.get()).isEqualTo(201);
        }
        callers.shutdown();
        assertThat(cards().size() - before).isEqualTo(40);
    }

    @Test
    void copiesOfOneEventOverThreeReplicasAreOneEffect() throws Exception {
        copiesAreOneEffect();
    }

    @Test
    void copiesOfOneEventAreOneEffectWithoutRedisToo() throws Exception {
        toRedis.cut();
        try {
            copiesAreOneEffect();
        } finally {
            toRedis.restore();
        }
    }

    private static void copiesAreOneEffect() throws Exception {
        String card = Api.issuing(UUID.randomUUID().toString())
                .post(REPLICAS.get(0).url() + "/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        await().until(() -> status(card).equals("ACTIVE"));
        String event = UUID.randomUUID().toString();
        String body =
                SignedEvents.status(event, card, "BLOCKED", OffsetDateTime.now().toString());
        List<CompletableFuture<String>> copies = new ArrayList<>();
        for (int copy = 0; copy < COPIES; copy++) {
            copies.add(SENDER.send(REPLICAS.get(copy % 3), body));
        }
        assertThat(Sender.count(copies)).isEqualTo(Map.of("applied", 1, "duplicate", COPIES - 1));
        assertThat(Database.ofTheWorld().rows("select card_status from card_change where event_id = '" + event + "'"))
                .containsExactly("BLOCKED");
        try (SseClient stream = SseClient.open(REPLICAS.get(1).url(), "?card_id=" + card, "")) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            assertThat(stream.events("card.snapshot").get(0).data()).contains("BLOCKED");
        }
    }

    /** The last status, or the first that must never be seen. */
    private static int untilIssued(String url, String key) {
        int[] status = new int[1];
        await().atMost(Duration.ofSeconds(120)).until(() -> {
            status[0] = Api.issuing(key).post(url + "/v1/cards").statusCode();
            return status[0] == 201 || status[0] == 422;
        });
        return status[0];
    }

    private static String status(String card) {
        return Api.caller().get(REPLICAS.get(0).url() + "/v1/cards/" + card).path("card_status");
    }

    private static List<?> cards() {
        return RestAssured.given()
                .get(world.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }
}
