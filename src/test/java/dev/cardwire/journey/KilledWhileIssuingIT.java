// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The process is killed at random points of issuing and of moving money, again and again, under callers that retry with
 * their key: UQPAY has one card and one recharge per key, and every operation ends known. {@code -Dcardwire.kills} sets how often, {@code -Dcardwire.seed} repeats a run.
 */
class KilledWhileIssuingIT {

    private static final int KILLS = Integer.getInteger("cardwire.kills", 10);
    private static final long SEED = Long.getLong("cardwire.seed", 20261122L);
    private static final int CALLERS = 6;
    /** Issuing takes some 30 to 300 ms here; a kill lands anywhere in it, or just after. */
    private static final int LATEST_KILL_MILLIS = 500;

    @Test
    void oneCardPerKeyWhateverDies() throws Exception {
        Random random = new Random(SEED);
        List<String> keys = new ArrayList<>();
        ExecutorService callers = Executors.newCachedThreadPool();
        ScheduledExecutorService fate = Executors.newSingleThreadScheduledExecutor();
        Map<String, String> environment = new HashMap<>();
        PackagedGateway gateway = new PackagedGateway(environment);
        try (World world = World.start(gateway.url() + "/webhooks/uqpay")) {
            environment.putAll(world.environment());
            gateway.start();
            String prepaid = prepaidCard(gateway);
            for (int kill = 0; kill < KILLS; kill++) {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    String key = "kill-" + kill + "-" + caller + "-" + UUID.randomUUID();
                    keys.add(key);
                    answers.add(callers.submit(() -> untilKnown(gateway, key)));
                }
                String recharge = "recharge-" + kill + "-" + UUID.randomUUID();
                Future<Integer> money = callers.submit(() -> untilRecharged(gateway, prepaid, recharge));
                fate.schedule(gateway::kill, random.nextInt(LATEST_KILL_MILLIS), TimeUnit.MILLISECONDS)
                        .get();
                gateway.start();
                for (Future<Integer> answer : answers) {
                    assertThat(answer.get(90, TimeUnit.SECONDS)).isEqualTo(201);
                }
                assertThat(money.get(90, TimeUnit.SECONDS)).isEqualTo(202);
            }
            assertThat(cardsByOperation(world))
                    .allSatisfy((operation, cards) -> assertThat(cards).isEqualTo(1));
            assertThat(cardsByOperation(world)).hasSize(keys.size() + 1);
            assertThat(rechargesOf(world, prepaid)).isEqualTo(KILLS);
            await().atMost(Duration.ofSeconds(30)).until(() -> unfinished(gateway) == 0);
        } finally {
            callers.shutdownNow();
            fate.shutdownNow();
            gateway.close();
        }
    }

    /** Retries with the same key until the answer is final. */
    private static int untilKnown(PackagedGateway gateway, String key) {
        int[] status = new int[1];
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    status[0] = statusOf(gateway, key);
                    return status[0] == 201 || status[0] == 422;
                });
        return status[0];
    }

    private static int statusOf(PackagedGateway gateway, String key) {
        try {
            Response answer = Api.issuing(key).post(gateway.url() + "/v1/cards");
            return answer.statusCode();
        } catch (Exception broken) {
            return 0;
        }
    }

    private static String prepaidCard(PackagedGateway gateway) {
        String card = Api.caller()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body(Map.of(
                        "cardholder_id",
                        Api.HOLDER,
                        "card_product_id",
                        Api.SINGLE,
                        "card_currency",
                        "USD",
                        "card_limit",
                        "10.00"))
                .post(gateway.url() + "/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        await().until(() -> "ACTIVE"
                .equals(Api.caller().get(gateway.url() + "/v1/cards/" + card).path("card_status")));
        return card;
    }

    /** Retries with the same key until the operation is known to be accepted. */
    private static int untilRecharged(PackagedGateway gateway, String card, String key) {
        int[] status = new int[1];
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    status[0] = recharge(gateway, card, key);
                    return status[0] == 202 || status[0] == 422;
                });
        return status[0];
    }

    private static int recharge(PackagedGateway gateway, String card, String key) {
        try {
            Response answer = Api.caller()
                    .header("Idempotency-Key", key)
                    .body(Map.of("amount", "1.00"))
                    .post(gateway.url() + "/v1/cards/" + card + "/recharge");
            boolean accepted = answer.statusCode() != 202 || "ACCEPTED".equals(answer.path("state"));
            return accepted ? answer.statusCode() : 0;
        } catch (Exception broken) {
            return 0;
        }
    }

    private static long rechargesOf(World world, String card) {
        List<String> orders = RestAssured.given()
                .get(world.control("cards?limit=100000"))
                .then()
                .extract()
                .path("data.find { it.card_id == '" + card + "' }.orders.order_type");
        return orders.stream().filter("CARD_RECHARGE"::equals).count();
    }

    private static Map<String, Integer> cardsByOperation(World world) {
        List<Map<String, Object>> cards = RestAssured.given()
                .get(world.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .path("data");
        Map<String, Integer> counts = new HashMap<>();
        for (Map<String, Object> card : cards) {
            Map<?, ?> metadata = (Map<?, ?>) card.get("metadata");
            counts.merge(String.valueOf(metadata.get("cardwire_operation_id")), 1, Integer::sum);
        }
        return counts;
    }

    private static int unfinished(PackagedGateway gateway) {
        int count = 0;
        for (String state : List.of("REQUESTED", "SENT", "IN_DOUBT", "UNRESOLVED")) {
            count += Api.caller()
                    .get(gateway.url() + "/v1/operations?state=" + state)
                    .then()
                    .extract()
                    .<List<?>>path("data")
                    .size();
        }
        return count;
    }
}
