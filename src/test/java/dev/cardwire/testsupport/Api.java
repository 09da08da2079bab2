// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The public API as a caller with all roles uses it, and the local UQPAY's controls. */
public final class Api {

    /** A SHARE product, as the local UQPAY is seeded: its cards spend from the account up to their limits. */
    public static final String SHARE = "467e993f-317a-49fc-9ea0-bf49de7d1f76";

    /** A SINGLE product: its cards are loaded with money. */
    public static final String SINGLE = "8d0f3c52-6a1b-4d3e-9c77-2b5e61f0a914";

    /** A cardholder that may have cards. */
    public static final String HOLDER = "25ea804d-7fd5-43d5-8792-0fc0214cdb2f";

    /** The local build's well-known key, which the executable refuses. */
    public static final String KEY = Program.isExecutable() ? ProductionBuild.KEY : "cardwire-dev-key";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    static {
        DescribedAnswersFilter.register();
    }

    private Api() {}

    public static String newKey() {
        return UUID.randomUUID().toString();
    }

    public static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + KEY).contentType(ContentType.JSON);
    }

    /** The same with an idempotency key, if there is one. */
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

    public static RequestSpecification issuing(String key) {
        return caller(key)
                .body(Map.of(
                        "cardholder_id",
                        HOLDER,
                        "card_product_id",
                        SHARE,
                        "card_currency",
                        "USD",
                        "card_limit",
                        "1000.00"));
    }

    /** Issues a card with a fresh key and returns its id. */
    public static String issueCard() {
        return issuing(newKey())
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
    }

    public static String statusOf(String cardId) {
        return card(cardId).getString("card_status");
    }

    /** Issues a card with a fresh key and returns its id once it is active. */
    public static String activeCard() {
        String cardId = issueCard();
        awaitCard(cardId, "card_status", "ACTIVE");
        return cardId;
    }

    /** The same of a product; its order has ended, so that the card takes the next change. */
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

    /** Sets behaviour of the local UQPAY; an empty map resets it. */
    public static void behave(Map<String, Object> behaviour) {
        given().contentType(ContentType.JSON)
                .body(behaviour)
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

    /** UQPAY moves the card; the id of its event, whether that is delivered or not. */
    public static String moveAtUqpay(String card, String status) {
        return moveAtUqpay("/simulator/control/events", card, status);
    }

    /**
     * The same at another one.
     *
     * @param events where it takes the order to make an event
     */
    public static String moveAtUqpay(String events, String card, String status) {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "event_type",
                        "card.status.update.succeeded",
                        "card_id",
                        card,
                        "data",
                        Map.of("card_status", status)))
                .post(events)
                .then()
                .statusCode(200)
                .extract()
                .path("event_id");
    }

    /** UQPAY blocks the card and the event never comes; nor does any other until {@link #behaveWell}. */
    public static void blockUnheard(String card) {
        behave(Map.of("webhook_drop_rate", 1));
        moveAtUqpay(card, "BLOCKED");
    }
}
