// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.chaos.verdict.Evidence;
import dev.cardwire.testsupport.Api;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Replays what is parked or failed, settles what is unresolved as UQPAY has it, and imports cards; in between it tries
 * what may not be done.
 */
final class Operator implements Runnable {

    private static final long PAUSE_NANOS = 1_000_000_000;

    private final ChaosWorld world;
    private final Random random;
    private final List<Evidence.Decision> decisions = new CopyOnWriteArrayList<>();
    private final List<String> made = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;
    private @Nullable String running;

    Operator(ChaosWorld world, long seed) {
        this.world = world;
        this.random = new Random(seed);
    }

    List<Evidence.Decision> decisions() {
        return List.copyOf(decisions);
    }

    List<String> madeAtUqpay() {
        return List.copyOf(made);
    }

    /** A card that nobody asked the gateway for, and that no event reports. */
    void makeCardAtUqpay() {
        world.uqpay.behave(Map.of("webhook_drop_rate", 1.0));
        String event = RestAssured.given()
                .contentType("application/json")
                .body(Map.of("event_type", "card.create.succeeded"))
                .post(world.uqpay.control("events"))
                .then()
                .statusCode(200)
                .extract()
                .path("event_id");
        world.uqpay.behave(Map.of("webhook_drop_rate", 0.0));
        String card =
                RestAssured.get(world.uqpay.control("deliveries/" + event)).path("card_id");
        decisions.add(new Evidence.Decision("card made", card, null, true, 200));
        made.add(card);
    }

    void stop() {
        stopping = true;
    }

    @Override
    public void run() {
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(PAUSE_NANOS);
            try {
                settleUnresolved();
                replay("parked");
                replay("failed");
                importCards();
                tryWhatMayNotBeDone();
            } catch (Exception | AssertionError away) { // the client also throws what it does not declare
                world.surprises.check(away);
                // nothing answers: next time, then
            }
        }
    }

    private List<Map<String, Object>> list(String path) {
        return Api.caller()
                .get(world.url() + path)
                .then()
                .statusCode(200)
                .extract()
                .path("data");
    }

    private Response post(String path, Map<String, ?> body) {
        return Api.caller().body(body).post(world.url() + path);
    }

    private void settleUnresolved() {
        for (Map<String, Object> operation : list("/v1/operations?state=UNRESOLVED&limit=20")) {
            String id = String.valueOf(operation.get("operation_id"));
            Map<String, Object> decision = truth(id, String.valueOf(operation.get("kind")));
            String state = decision.containsKey("reason") ? "REFUSED" : "ACCEPTED";
            Response answer = post("/v1/operations/" + id + "/resolve", decision);
            decisions.add(new Evidence.Decision("resolve", id, state, true, answer.statusCode()));
        }
    }

    /** What UQPAY has of an operation, as a support's answer would tell it. */
    private Map<String, Object> truth(String operationId, String kind) {
        String key = world.stores
                .database()
                .value("select upstream_key from operation where operation_id = '" + operationId + "'");
        JsonPath cards = RestAssured.get(world.uqpay.control("cards?limit=100000"))
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Object> found = new LinkedHashMap<>();
        for (Map<String, Object> card : cards.<Map<String, Object>>getList("data")) {
            if (kind.equals("ISSUE_CARD") && key.equals(card.get("idempotency_key"))) {
                found.put("card_id", card.get("card_id"));
            }
            for (Object one : (List<?>) card.get("orders")) {
                Map<?, ?> order = (Map<?, ?>) one;
                if (!kind.equals("ISSUE_CARD") && key.equals(order.get("idempotency_key"))) {
                    found.put("state", "ACCEPTED");
                    found.put("card_order_id", order.get("card_order_id"));
                }
            }
        }
        return found.isEmpty() ? Map.of("state", "REFUSED", "reason", "UQPAY never received it") : found;
    }

    private void replay(String outcome) {
        for (Map<String, Object> event : list("/v1/webhook-events?limit=5&outcome=" + outcome)) {
            String id = String.valueOf(event.get("event_id"));
            Response answer = post("/v1/webhook-events/" + id + "/replay", Map.of());
            decisions.add(new Evidence.Decision("replay", id, null, true, answer.statusCode()));
        }
    }

    /** Until all the cards that were made at UQPAY are here. */
    private void importCards() {
        if (running != null) {
            Response progress = Api.caller().get(world.url() + "/v1/cards/import/" + running);
            if (progress.statusCode() == 200 && !"RUNNING".equals(progress.path("state"))) {
                running = null;
            }
        } else if (made.stream().anyMatch(card -> isUnknown(card))) {
            Response answer = post("/v1/cards/import", Map.of());
            running = answer.statusCode() == 202 ? answer.path("import_id") : null;
            decisions.add(new Evidence.Decision("import", "all", null, true, answer.statusCode()));
        }
    }

    private boolean isUnknown(String card) {
        return Api.caller().get(world.url() + "/v1/cards/" + card).statusCode() == 404;
    }

    private void tryWhatMayNotBeDone() {
        List<Map<String, Object>> events = list("/v1/webhook-events?limit=5&outcome=applied");
        List<Map<String, Object>> operations = list("/v1/operations?state=ACCEPTED&limit=5");
        if (random.nextBoolean() && !events.isEmpty()) {
            String id = String.valueOf(events.get(0).get("event_id"));
            Response answer = post("/v1/webhook-events/" + id + "/replay", Map.of());
            decisions.add(new Evidence.Decision("replay", id, null, false, answer.statusCode()));
        } else if (!operations.isEmpty()) {
            String id = String.valueOf(operations.get(0).get("operation_id"));
            Response answer =
                    post("/v1/operations/" + id + "/resolve", Map.of("state", "REFUSED", "reason", "a mistake"));
            decisions.add(new Evidence.Decision("resolve", id, "REFUSED", false, answer.statusCode()));
        }
    }
}
