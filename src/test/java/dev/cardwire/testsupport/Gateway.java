// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The gateway as its callers meet it, and the local UQPAY behind it, both over HTTP alone. */
public final class Gateway {

    public static final String SHARE = "467e993f-317a-49fc-9ea0-bf49de7d1f76";
    public static final String SINGLE = "8d0f3c52-6a1b-4d3e-9c77-2b5e61f0a914";
    public static final String HOLDER = "25ea804d-7fd5-43d5-8792-0fc0214cdb2f";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Gateway() {}

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public static RequestSpecification caller() {
        return given().header("Authorization", "Bearer cardwire-dev-key").contentType("application/json");
    }

    public static RequestSpecification caller(@Nullable String key) {
        return key == null ? caller() : caller().header("Idempotency-Key", key);
    }

    public static String issueBody(String product, String limit) {
        return """
                {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "USD", "card_limit": %s,
                 "metadata": {"order": "A1"}}""".formatted(HOLDER, product, limit);
    }

    public static Response issue(String key, String body) {
        return caller(key).body(body).post("/v1/cards");
    }

    public static String activeCard(String product, String limit) {
        JsonPath issued = issue(newKey(), issueBody(product, limit))
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        String cardId = issued.getString("card_id");
        awaitCard(cardId, "card_status", "ACTIVE");
        awaitIdle(issued.getString("operation_id"));
        return cardId;
    }

    public static JsonPath card(String cardId) {
        return caller().get("/v1/cards/" + cardId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    public static void awaitCard(String cardId, String field, String value) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> value.equals(card(cardId).getString(field)));
    }

    public static JsonPath operation(String operationId) {
        return caller().get("/v1/operations/" + operationId)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    /** Waits until the order behind an operation has ended, so that the card takes the next change. */
    public static void awaitIdle(String operationId) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> "SUCCESS"
                .equals(operation(operationId).getString("order_status")));
    }

    public static void behave(Map<String, Object> knobs) {
        given().contentType("application/json")
                .body(knobs)
                .put("/simulator/control/behaviour")
                .then()
                .statusCode(200);
    }

    public static void behaveWell() {
        behave(Map.of());
    }

    /** The card as UQPAY itself has it. */
    public static JsonPath truth(String cardId) {
        return given().queryParam("card_id", cardId)
                .get("/simulator/control/cards")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
