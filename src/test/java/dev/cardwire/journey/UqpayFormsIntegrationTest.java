// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of UQPAY's answers, each by the knob of the local UQPAY that sends it, and what a caller sees. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class UqpayFormsIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What the rules ask for is known from now on, whatever UQPAY answers. */
    @BeforeEach
    void knowTheProducts() {
        Api.activeCard(Api.SHARE, "10");
    }

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    private static Response issue() {
        return Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7"));
    }

    private static String inDoubt(Response answer) {
        return answer.then()
                .statusCode(202)
                .body("state", equalTo("IN_DOUBT"))
                .extract()
                .path("operation_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"as_sent", "as_documented"})
    void amountsAreTheSameInBothSpellings(String amounts) {
        Api.behave(Map.of("amounts", amounts));
        String card = Api.issue(Api.newKey(), """
                        {"cardholder_id": "%s", "card_product_id": "%s", "card_currency": "USD", "card_limit": "1000.50",
                         "spending_controls": [{"amount": "50.25", "interval": "PER_TRANSACTION"}]}""".formatted(Api.HOLDER, Api.SHARE))
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        Api.awaitCard(card, "card_status", "ACTIVE");
        Api.caller().post("/v1/cards/" + card + "/reconcile").then().statusCode(200);
        JsonPath known = Api.card(card);
        assertThat(new BigDecimal(known.getString("card_limit"))).isEqualByComparingTo("1000.50");
        assertThat(new BigDecimal(known.getString("available_balance"))).isEqualByComparingTo("1000.50");
        assertThat(known.getString("spending_controls[0].amount")).isEqualTo("50.25");
        Api.caller().get("/v1/balances").then().statusCode(200).body("data.currency", hasItems("USD", "HKD", "XUSD"));
    }

    /** The list shows metadata as text and no spending controls; a pass over it must not forget them. */
    @Test
    void passOverTheListForgetsNothing() {
        String card = Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7")).path("card_id");
        Api.awaitCard(card, "card_status", "ACTIVE");
        Api.caller().post("/v1/cards/" + card + "/reconcile").then().statusCode(200);
        String controls = Api.card(card).getString("spending_controls");
        importAll();
        assertThat(Api.card(card).getString("metadata.order")).isEqualTo("A1");
        assertThat(Api.card(card).getString("spending_controls")).isEqualTo(controls);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "text", "without_id"})
    void unreadableCardKeepsNoOtherFromBeingRead(String form) {
        Api.behave(Map.of("webhook_drop_rate", 1));
        String readable = cardOfTheDashboard();
        String unreadable = cardOfTheDashboard();
        Api.behave(Map.of("unreadable_card", form));
        importAll();
        assertThat(Api.statusOf(readable)).isEqualTo("ACTIVE");
        Api.caller().get("/v1/cards/" + unreadable).then().statusCode(404);
    }

    /** A card that no caller asked for and that no event makes known; the newest there is. */
    private static String cardOfTheDashboard() {
        given().body("{\"event_type\": \"card.create.succeeded\"}")
                .post("/simulator/control/events")
                .then()
                .statusCode(200);
        return get("/simulator/control/cards?limit=1").path("data[0].card_id");
    }

    private static void importAll() {
        String id = Api.caller().post("/v1/cards/import").path("import_id");
        await().atMost(PATIENCE).until(() -> "DONE"
                .equals(Api.caller().get("/v1/cards/import/" + id).path("state")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kyc_pending", "kyc_blocked"})
    void successWithoutACardIsNoCard(String answer) {
        Api.behave(Map.of("issue_answer", answer));
        String operation = inDoubt(issue());
        assertThat(Api.operation(operation).getString("card_id")).isNull();
        assertThat(Api.operation(operation).getString("problem.detail")).contains("cardholder verification");
    }

    @Test
    void flatRefusalIsARefusal() {
        Api.behave(Map.of(
                "http_error_rate",
                1,
                "http_error_status",
                400,
                "http_error_body",
                "flat",
                "http_error_message",
                "card limit exceeded"));
        issue().then()
                .statusCode(422)
                .body("code", equalTo("upstream_refused"))
                .body("detail", containsString("card limit exceeded"));
    }

    @Test
    void addressThatMayNotCallIsNoStaleToken() {
        int issued = tokens();
        Api.behave(Map.of(
                "http_error_rate",
                1,
                "http_error_status",
                401,
                "http_error_body",
                "error",
                "http_error_message",
                "IP not allowed"));
        issue().then().statusCode(503).body("code", equalTo("upstream_unauthorized"));
        assertThat(tokens()).isEqualTo(issued);
    }

    private static int tokens() {
        return get("/simulator/control/tokens").jsonPath().getInt("data.find { it.client_id == 'sim-client' }.issued");
    }

    @Test
    void pageOfAFirewallIsNoRefusal() {
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 403, "http_error_body", "firewall"));
        issue().then().statusCode(503).body("code", equalTo("upstream_unauthorized"));
    }

    @ParameterizedTest
    @CsvSource({"403, firewall", "520, edge"})
    void pageAfterTheWorkHidesACardThatItsEventShows(int status, String page) {
        Api.behave(Map.of(
                "http_error_rate",
                1,
                "http_error_status",
                status,
                "http_error_body",
                page,
                "http_error_after_work",
                true));
        String key = Api.newKey();
        Api.issue(key, Api.issueBody(Api.SHARE, "7"));
        Api.behaveWell();
        await().atMost(PATIENCE)
                .until(() -> Api.issue(key, Api.issueBody(Api.SHARE, "7")).statusCode() == 201);
    }

    @Test
    void pageOfAnEdgeLeavesDoubtThatEnds() {
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 520, "http_error_body", "edge"));
        String operation = inDoubt(issue());
        Api.behaveWell();
        await().atMost(PATIENCE)
                .until(() -> "ACCEPTED".equals(Api.operation(operation).getString("state")));
    }

    /** A repeat under the key tells nothing new, so it is neither a refusal nor a card. */
    @Test
    void failureThatIsKeptUnderItsKeyStaysInDoubt() {
        Api.behave(Map.of("http_error_rate", 1, "keep_5xx_s", 3_600));
        String operation = inDoubt(issue());
        Api.behave(Map.of("http_error_rate", 0));
        await().atMost(PATIENCE)
                .until(() ->
                        Api.operation(operation).getString("problem.detail").contains("500"));
        assertThat(Api.operation(operation).getString("state")).isEqualTo("IN_DOUBT");
        Api.behave(Map.of("keep_5xx_s", 0));
        await().atMost(Duration.ofSeconds(90))
                .until(() -> "ACCEPTED".equals(Api.operation(operation).getString("state")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"giant", "trickle"})
    void answerThatIsNotReadToItsEndIsInDoubt(String form) {
        String card = Api.activeCard();
        Api.behave(Map.of("http_answer", form, "issue_outcome", "stay_pending"));
        inDoubt(issue());
        Api.caller()
                .post("/v1/cards/" + card + "/reconcile")
                .then()
                .statusCode(503)
                .body("code", equalTo("upstream_unavailable"));
    }
}
