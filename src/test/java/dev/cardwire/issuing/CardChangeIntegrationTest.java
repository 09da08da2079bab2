// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.SHARE;
import static dev.cardwire.testsupport.Api.SINGLE;
import static dev.cardwire.testsupport.Api.activeCard;
import static dev.cardwire.testsupport.Api.awaitCard;
import static dev.cardwire.testsupport.Api.awaitIdle;
import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.issue;
import static dev.cardwire.testsupport.Api.issueBody;
import static dev.cardwire.testsupport.Api.newKey;
import static dev.cardwire.testsupport.Api.truth;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardChangeIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void changesLimitAndMetadataAndKeepsTheTag() {
        String card = activeCard(SHARE, "100");
        String tag = truth(card).getString("data[0].metadata.cardwire_operation_id");
        JsonPath changed = patch(card, "{\"card_limit\": \"250.5\", \"metadata\": {\"order\": \"B2\"}}")
                .then()
                .statusCode(202)
                .body("kind", equalTo("UPDATE_CARD"))
                .body("state", equalTo("ACCEPTED"))
                .body("card_id", equalTo(card))
                .extract()
                .jsonPath();
        awaitIdle(changed.getString("operation_id"));
        assertThat(Api.card(card).getMap("metadata")).isEqualTo(Map.of("order", "B2"));
        assertThat(Double.parseDouble(Api.card(card).getString("card_limit"))).isEqualTo(250.5);
        assertThat(tag).isNotNull();
        assertThat(truth(card).getString("data[0].metadata.cardwire_operation_id"))
                .isEqualTo(tag);
    }

    /** As an older event or the other form of a newer one has it (uqpay/webhooks.md 3, 4.2). */
    @Test
    void changeEndsWithAnEventThatNamesItsOrderInTheDataAlone() throws Exception {
        String card = activeCard(SHARE, "100");
        Api.behave(Map.of("webhook_drop_rate", 1));
        JsonPath changed = patch(card, "{\"card_limit\": \"250\"}")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
        String told = """
                {"version":"V1.6.0","event_name":"ISSUING","event_type":"card.update.failed","event_id":"%s",\
                "data":{"card_id":"%s","card_order_id":"%s","failure_code":"limit_too_high"}}""".formatted(
                UUID.randomUUID(), card, changed.getString("card_order_id").toUpperCase(Locale.ROOT));
        assertThat(HttpClient.newHttpClient()
                        .send(
                                SignedEvents.delivery(base.toString().replaceAll("/$", ""), told),
                                HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
        JsonPath ended = Api.operation(changed.getString("operation_id"));
        assertThat(ended.getString("order_status")).isEqualTo("FAILED");
        assertThat(ended.getString("failure_code")).isEqualTo("limit_too_high");
        assertThat(Api.card(card).getString("failure_code"))
                .as("of the card itself nothing failed")
                .isNull();
        patch(card, "{\"card_limit\": \"200\"}").then().statusCode(202);
    }

    @Test
    void refusesChangesThatBreakARule() {
        String card = activeCard(SINGLE, "10");
        broken(patch(card, "{\"card_limit\": 5}"), "card_limit");
        broken(patch(card, "{\"card_limt\": 5}"), "card_limt");
        broken(move(card, "recharge", newKey(), "{\"amount\": " + "9".repeat(61) + "}"), "amount");
        broken(patch(card, "{}"), "card_limit");
        broken(patch(card, "{\"risk_controls\": {\"enable_3ds\": \"X\"}}"), "risk_controls.enable_3ds");
        broken(patch(card, "{\"metadata\": {\"cardwire_operation_id\": \"x\"}}"), "metadata.cardwire_operation_id");
        patch(card, "{\"metadata\": 5}").then().statusCode(400).body("code", equalTo("malformed_request"));
        patch("00000000-0000-4000-8000-000000000000", "{\"card_limit\": 5}")
                .then()
                .statusCode(404);
    }

    @Test
    void changesNothingOfACardThatIsPending() {
        Api.behave(Map.of("issue_outcome", "stay_pending"));
        String card = issue(newKey(), issueBody(SHARE, "5")).jsonPath().getString("card_id");
        conflict(patch(card, "{\"card_limit\": 5}"), "card_state_conflict");
        conflict(status(card, "FROZEN"), "card_state_conflict");
        conflict(caller().post("/v1/cards/" + card + "/display-session"), "card_state_conflict");
    }

    @Test
    void takesOneChangeAtATime() {
        String card = activeCard(SHARE, "5");
        Api.behave(Map.of("order_outcome", "stay_pending"));
        patch(card, "{\"card_limit\": 6}").then().statusCode(202);
        conflict(patch(card, "{\"card_limit\": 7}"), "order_in_progress");
        conflict(status(card, "FROZEN"), "order_in_progress");
        // what it is now says nothing of what it will be when the other change has ended
        conflict(status(card, "ACTIVE"), "order_in_progress");
    }

    @Test
    void doubtHoldsUpEveryChangeButTheCancellation() throws Exception {
        String card = activeCard(SHARE, "5");
        awaitIdle(patch(card, "{\"card_limit\": 6}").jsonPath().getString("operation_id"));
        doubtChanges(card);
        conflict(patch(card, "{\"card_limit\": 7}"), "order_in_progress");
        conflict(status(card, "FROZEN"), "order_in_progress");
        status(card, "CANCELLED").then().statusCode(202);
    }

    /** As long as nobody looks at it. */
    private void doubtChanges(String card) throws Exception {
        try (Connection connection = store.getConnection();
                PreparedStatement doubt = connection.prepareStatement("update operation set state = 'IN_DOUBT',"
                        + " deadline = now() + interval '1 hour' where card_id = ? and kind = 'UPDATE_CARD'")) {
            doubt.setObject(1, UUID.fromString(card));
            assertThat(doubt.executeUpdate()).isEqualTo(1);
        }
    }

    /** A firewall may answer 429, 401 or 403 after UQPAY did the work: a key that is free would move the money again. */
    @Test
    void holdsTheKeyForTheBodyOnceAByteLeft() {
        String card = activeCard(SINGLE, "10");
        String key = newKey();
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 429));
        move(card, "recharge", key, "{\"amount\": 2}")
                .then()
                .statusCode(503)
                .body("code", equalTo("upstream_rate_limited"))
                .body("retryable", equalTo(true));
        Api.behaveWell();
        move(card, "recharge", key, "{\"amount\": 3}")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        move(card, "recharge", key, "{\"amount\": 2}").then().statusCode(202).body("state", equalTo("ACCEPTED"));
    }

    /** A status that a read may still correct is no ground for telling that nothing is to be done. */
    @Test
    void decidesNothingOnAStatusThatIsUndecided() throws Exception {
        String card = activeCard(SHARE, "5");
        try (Connection connection = store.getConnection();
                PreparedStatement want =
                        connection.prepareStatement("update card set read_wanted_at = now() where card_id = ?")) {
            want.setObject(1, UUID.fromString(card));
            want.executeUpdate();
        }
        conflict(status(card, "ACTIVE"), "order_in_progress");
        status(card, "FROZEN").then().statusCode(202);
    }

    @Test
    void movesMoneyOnceHoweverManyAskAtOnce() {
        String card = activeCard(SINGLE, "10");
        Api.behave(Map.of("http_latency_ms", 300));
        String key = newKey();
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String amount = i % 2 == 0 ? "2.5" : "\"2.50\"";
            calls.add(CompletableFuture.supplyAsync(() -> move(card, "recharge", key, "{\"amount\": " + amount + "}")));
        }
        List<Response> answers = calls.stream().map(CompletableFuture::join).toList();
        Api.behaveWell();
        assertThat(answers).allMatch(answer -> answer.statusCode() == 202 || answer.statusCode() == 409);
        Response last = move(card, "recharge", key, "{\"amount\": 2.5}");
        last.then()
                .statusCode(202)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("kind", equalTo("RECHARGE"));
        awaitIdle(last.jsonPath().getString("operation_id"));
        assertThat(truth(card).getList("data[0].orders.findAll { it.order_type == 'CARD_RECHARGE' }"))
                .hasSize(1);
        assertThat(Double.parseDouble(truth(card).getString("data[0].available_balance")))
                .isEqualTo(12.5);
        JsonPath back = move(card, "withdraw", newKey(), "{\"amount\": \"12.5\"}")
                .then()
                .statusCode(202)
                .body("kind", equalTo("WITHDRAW"))
                .extract()
                .jsonPath();
        awaitIdle(back.getString("operation_id"));
        assertThat(Double.parseDouble(Api.card(card).getString("available_balance")))
                .isZero();
    }

    @Test
    void endsAnOrderWhoseEventCameBeforeTheAnswer() {
        String card = activeCard(SINGLE, "10");
        // every answer is lost, and the work is done all the same
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500, "http_error_after_work", true));
        CompletableFuture<Response> call =
                CompletableFuture.supplyAsync(() -> move(card, "recharge", newKey(), "{\"amount\": 1}"));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> caller().get("/v1/cards/" + card + "/timeline")
                .jsonPath()
                .getList("data.event_type")
                .contains("card.recharge.succeeded"));
        Api.behaveWell();
        Response answer = call.join();
        answer.then().statusCode(202).body("state", equalTo("ACCEPTED")).body("order_status", equalTo("SUCCESS"));
        patch(card, "{\"metadata\": {\"order\": \"C3\"}}").then().statusCode(202);
    }

    @Test
    void movesNoMoneyThatMayNotMove() {
        String shared = activeCard(SHARE, "10");
        broken(move(shared, "recharge", newKey(), "{\"amount\": 1}"), "amount");
        String single = activeCard(SINGLE, "10");
        for (String amount : List.of("0", "-1", "\"1.001\"", "\"much\"")) {
            broken(move(single, "withdraw", newKey(), "{\"amount\": " + amount + "}"), "amount");
        }
        broken(move(single, "recharge", newKey(), "{}"), "amount");
        broken(move(single, "recharge", newKey(), "{\"amount\": 1, \"currency\": \"USD\"}"), "currency");
        move(single, "recharge", newKey(), "{\"amount\": true}").then().statusCode(400);
        move(single, "recharge", null, "{\"amount\": 1}")
                .then()
                .statusCode(400)
                .body("code", equalTo("idempotency_key_missing"));
        String key = newKey();
        move(single, "withdraw", key, "{\"amount\": 11}")
                .then()
                .statusCode(422)
                .body("code", equalTo("upstream_refused"));
        move(single, "withdraw", key, "{\"amount\": 11}")
                .then()
                .statusCode(422)
                .header("Idempotency-Replayed", equalTo("true"));
    }

    @Test
    void freezesOnlyWhatIsActive() {
        String card = activeCard(SINGLE, "10");
        awaitIdle(status(card, "FROZEN")
                .then()
                .statusCode(202)
                .header("Location", notNullValue())
                .extract()
                .jsonPath()
                .getString("operation_id"));
        awaitCard(card, "card_status", "FROZEN");
        // once the read has come that its event asked for
        Awaitility.await().until(() -> status(card, "FROZEN").statusCode() == 200);
        status(card, "FROZEN").then().body("card_status", equalTo("FROZEN"));
        conflict(move(card, "recharge", newKey(), "{\"amount\": 1}"), "card_state_conflict");
        broken(status(card, "MELTED"), "card_status");
    }

    private static Response patch(String card, String body) {
        return caller().body(body).patch("/v1/cards/" + card);
    }

    private static Response status(String card, String wanted) {
        return caller().body(Map.of("card_status", wanted)).post("/v1/cards/" + card + "/status");
    }

    private static Response move(String card, String verb, @Nullable String key, String body) {
        return caller(key).body(body).post("/v1/cards/" + card + "/" + verb);
    }

    private static void broken(Response answer, String field) {
        answer.then().statusCode(422).body("code", equalTo("validation_failed")).body("errors.field", hasItem(field));
    }

    private static void conflict(Response answer, String code) {
        answer.then().statusCode(409).header("Retry-After", notNullValue()).body("code", equalTo(code));
    }
}
