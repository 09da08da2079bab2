// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where UQPAY was seen to do either of two things: the gateway copes with both. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class UqpayReadingsIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String UQPAY = "/simulator/api/v1";

    /** What the rules ask for is known from now on, whatever UQPAY answers. */
    @BeforeEach
    void knowTheProducts() {
        Api.activeCard(Api.SHARE, "10");
    }

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @ParameterizedTest
    @CsvSource({"recharge, 12.5", "withdraw, 7.5"})
    void moneyThatMovedAtOnceIsKnown(String way, String left) {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("money_orders", "at_once"));
        move(card, way)
                .then()
                .statusCode(202)
                .body("state", equalTo("ACCEPTED"))
                .body("order_status", equalTo("SUCCESS"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(balance(card)).isEqualByComparingTo(left));
        move(card, way).then().statusCode(202).body("order_status", equalTo("SUCCESS"));
    }

    @Test
    void orderThatFailedAtOnceHasFailed() {
        String card = Api.activeCard(Api.SINGLE, "10");
        Api.behave(Map.of("money_orders", "at_once", "order_outcome", "fail"));
        String operation = move(card, "recharge").path("operation_id");
        await().atMost(PATIENCE)
                .until(() -> "FAILED".equals(Api.operation(operation).getString("order_status")));
        assertThat(balance(card)).isEqualByComparingTo("10");
    }

    private static Response move(String card, String way) {
        return Api.caller(Api.newKey()).body("{\"amount\": \"2.50\"}").post("/v1/cards/" + card + "/" + way);
    }

    private static BigDecimal balance(String card) {
        return new BigDecimal(Api.card(card).getString("available_balance"));
    }

    /** A caller's key is any text; UQPAY gets one of the gateway's. */
    @ParameterizedTest
    @ValueSource(strings = {"uuid", "any"})
    void keysAreUuidsWhateverIsAccepted(String accepted) {
        Api.behave(Map.of("idempotency_key", accepted));
        String card = Api.issue("order-" + Api.newKey(), Api.issueBody(Api.SHARE, "7"))
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        String key = Api.truth(card).getString("data[0].idempotency_key");
        assertThat(UUID.fromString(key)).hasToString(key);
    }

    /** Only in an answer of 401 is such a body UQPAY's own; anywhere else it says neither yes nor no. */
    @ParameterizedTest
    @ValueSource(ints = {400, 404, 500})
    void errorAloneIsNoRefusal(int status) {
        fail(status);
        Response answer = Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7"));
        answer.then().statusCode(202).body("state", equalTo("IN_DOUBT"));
        String operation = answer.path("operation_id");
        assertThat(Api.operation(operation).getString("problem.detail")).contains(String.valueOf(status));
        assertThat(Api.operation(operation).getString("card_id")).isNull();
    }

    @Test
    void errorAloneOf403IsAnUnauthorizedCall() {
        fail(403);
        Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7"))
                .then()
                .statusCode(503)
                .body("code", equalTo("upstream_unauthorized"));
    }

    private static void fail(int status) {
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", status, "http_error_body", "error"));
    }

    @ParameterizedTest
    @CsvSource({"less, credit", "more, debit"})
    void settlementForADifferenceIsOnTheTimeline(String way, String word) {
        String card = Api.activeCard(Api.SHARE, "1000");
        Api.behave(Map.of("settlement", way, "settlement_delay_ms", 0));
        atUqpay("/simulation/issuing/authorization", """
                {"card_id": "%s", "transaction_amount": 10, "transaction_currency": "USD",
                 "merchant_name": "Test Merchant", "merchant_category_code": "5734"}""".formatted(card));
        awaitEvent(card, "issuing.transaction.settlement." + word);
        Api.caller().post("/v1/cards/" + card + "/reconcile").then().statusCode(200);
        assertThat(balance(card))
                .isEqualByComparingTo(Api.truth(card).getString("data[0].available_balance"))
                .isEqualByComparingTo(way.equals("less") ? "989.5" : "987.5");
    }

    @Test
    void feeOfNetworkProtectionIsOnTheTimeline() {
        String card = Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("protection_fee", "charged"));
        atUqpay("/issuing/cards/" + card + "/risk", """
                {"risk_control": "network_protection", "action_code": "41"}""");
        awaitEvent(card, "card.risk_control.network_protection.enrollment_fee.charged");
        assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
    }

    /** Asks UQPAY what the gateway never asks it, with credentials that are not the gateway's. */
    private static void atUqpay(String path, String body) {
        String token = given().header("x-client-id", "sim-client-2")
                .header("x-api-key", "sim-key-2")
                .post(UQPAY + "/connect/token")
                .then()
                .statusCode(200)
                .extract()
                .path("auth_token");
        given().header("x-auth-token", "Bearer " + token)
                .header("x-idempotency-key", Api.newKey())
                .contentType(ContentType.JSON)
                .body(body)
                .post(UQPAY + path)
                .then()
                .statusCode(200);
    }

    private static void awaitEvent(String card, String type) {
        await().atMost(PATIENCE)
                .until(() -> timeline(card).getList("data.event_type").contains(type));
    }

    private static JsonPath timeline(String card) {
        return Api.caller().get("/v1/cards/" + card + "/timeline").jsonPath();
    }

    /** The art of cards is no part of the gateway's requests, so that what UQPAY has of it does not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "one"})
    void artOfCardsMakesNoDifference(String art) {
        Api.behave(Map.of("card_art", art));
        Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7")).then().statusCode(201);
        Api.issue(Api.newKey(), """
                        {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "USD", "card_limit": 7,
                         "card_art_id": "5c1e7d30-94ab-4f62-8d15-b07e3a96c248"}""".formatted(Api.HOLDER, Api.SHARE))
                .then()
                .statusCode(422)
                .body("code", equalTo("validation_failed"))
                .body("errors.field", hasItem("card_art_id"));
    }

    /** Amounts, metadata and words of orders change their form from one answer to the next. */
    @Test
    void randomFormsHaveOneMeaning() {
        String card = Api.activeCard(Api.SHARE, "1000.50");
        Api.behave(Map.of("quirks", "random"));
        for (int i = 0; i < 10; i++) {
            Api.caller().post("/v1/cards/" + card + "/reconcile").then().statusCode(200);
            assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
            assertThat(balance(card)).isEqualByComparingTo("1000.50");
        }
    }
}
