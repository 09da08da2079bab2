// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.Map;
import java.util.UUID;

/** The public API as a caller with all roles uses it, and the local UQPAY's controls. */
public final class Api {

    /** A SHARE product and a cardholder that may have cards, as the local UQPAY is seeded. */
    public static final String PRODUCT = "467e993f-317a-49fc-9ea0-bf49de7d1f76";

    /** A SINGLE product: its cards are loaded with money. */
    public static final String PREPAID_PRODUCT = "8d0f3c52-6a1b-4d3e-9c77-2b5e61f0a914";

    public static final String CARDHOLDER = "25ea804d-7fd5-43d5-8792-0fc0214cdb2f";
    public static final String KEY = "cardwire-dev-key";

    private Api() {}

    public static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + KEY).contentType(ContentType.JSON);
    }

    public static RequestSpecification issuing(String key) {
        return caller().header("Idempotency-Key", key)
                .body(Map.of(
                        "cardholder_id",
                        CARDHOLDER,
                        "card_product_id",
                        PRODUCT,
                        "card_currency",
                        "USD",
                        "card_limit",
                        "1000.00"));
    }

    /** Issues a card with a fresh key and returns its id. */
    public static String issueCard() {
        return issuing(UUID.randomUUID().toString())
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
    }

    public static String statusOf(String cardId) {
        return caller().get("/v1/cards/" + cardId)
                .then()
                .statusCode(200)
                .extract()
                .path("card_status");
    }

    /** Sets behaviour of the local UQPAY; an empty map resets it. */
    public static void simulator(Map<String, Object> behaviour) {
        given().contentType(ContentType.JSON)
                .body(behaviour)
                .put("/simulator/control/behaviour")
                .then()
                .statusCode(200);
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

    /** UQPAY blocks the card and the event never comes; nor does any other until {@link #simulator} is reset. */
    public static void blockUnheard(String card) {
        simulator(Map.of("webhook_drop_rate", 1));
        moveAtUqpay(card, "BLOCKED");
    }
}
