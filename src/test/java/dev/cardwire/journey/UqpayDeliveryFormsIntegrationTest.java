// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.FreePorts;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which UQPAY delivers an event, ends an order or verifies a person, each by its knob. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class UqpayDeliveryFormsIntegrationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String MOVED = "card.status.update.succeeded";

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @ParameterizedTest
    @CsvSource({
        "webhook_version, V1.6.0",
        "webhook_version, V1.5.2",
        "timestamp_unit, ms",
        "timestamp_unit, s",
        "webhook_duplicates, 5",
        "webhook_delay_ms, 200"
    })
    void eventIsAppliedOnce(String knob, String value) {
        String card = Api.activeCard();
        Object setting = value.matches("[0-9]+") ? Integer.valueOf(value) : value;
        Api.behave(Map.of(knob, setting));
        String event = Api.moveAtUqpay(card, "BLOCKED");
        Api.awaitCard(card, "card_status", "BLOCKED");
        int copies = knob.equals("webhook_duplicates") ? 6 : 1;
        awaitAnswers(event, 200, copies);
        assertThat(moves(card)).isEqualTo(1);
    }

    /** The gateway has applied an event that UQPAY takes for lost, and that comes again. */
    @Test
    void eventThatIsSentAgainIsAppliedOnce() {
        String card = Api.activeCard();
        Api.behave(Map.of("webhook_deadline_ms", 10, "time_scale", 0));
        String event = Api.moveAtUqpay(card, "BLOCKED");
        await().atMost(PATIENCE).until(() -> !attempts(event).isEmpty());
        Api.behave(Map.of("webhook_deadline_ms", 5_000));
        given().contentType(ContentType.JSON)
                .body(Map.of("times", 2))
                .post("/simulator/control/events/" + event + "/resend")
                .then()
                .statusCode(200);
        awaitAnswers(event, 200, 2);
        Api.awaitCard(card, "card_status", "BLOCKED");
        assertThat(moves(card)).isEqualTo(1);
    }

    @Test
    void badSignatureChangesNothingUntilAGoodOneComes() {
        String card = Api.activeCard();
        Api.behave(Map.of("webhook_bad_signature_rate", 1));
        String event = Api.moveAtUqpay(card, "BLOCKED");
        awaitAnswers(event, 401, 1);
        assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
        Api.behave(Map.of("webhook_bad_signature_rate", 0, "time_scale", 0));
        Api.awaitCard(card, "card_status", "BLOCKED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fresh", "same"})
    void retryIsAcceptedHoweverItIsSigned(String signature) {
        String card = Api.activeCard();
        Api.behave(Map.of(
                "webhook_retry_signature", signature, "webhook_url", "http://localhost:" + FreePorts.next() + "/"));
        String event = Api.moveAtUqpay(card, "BLOCKED");
        await().atMost(PATIENCE).until(() -> !attempts(event).isEmpty());
        Api.behave(Collections.singletonMap("webhook_url", null));
        Api.behave(Map.of("time_scale", 0));
        Api.awaitCard(card, "card_status", "BLOCKED");
        awaitAnswers(event, 200, 1);
    }

    @Test
    void newerEventThatComesFirstStands() {
        String card = Api.activeCard();
        Api.behave(Map.of("webhook_reorder", true));
        String older = Api.moveAtUqpay(card, "FROZEN");
        String newer = Api.moveAtUqpay(card, "BLOCKED");
        awaitAnswers(older, 200, 1);
        awaitAnswers(newer, 200, 1);
        Api.awaitCard(card, "card_status", "BLOCKED");
    }

    private static int moves(String card) {
        return Collections.frequency(
                Api.caller().get("/v1/cards/" + card + "/timeline").jsonPath().getList("data.event_type"), MOVED);
    }

    private static List<Map<String, Object>> attempts(String event) {
        return get("/simulator/control/deliveries/" + event).jsonPath().getList("attempts");
    }

    private static void awaitAnswers(String event, int status, int atLeast) {
        await().atMost(PATIENCE)
                .until(() -> attempts(event).stream()
                                .filter(attempt -> Integer.valueOf(status).equals(attempt.get("status")))
                                .count()
                        >= atLeast);
    }

    @ParameterizedTest
    @CsvSource({"pre_cancel, PRE_CANCEL", "cancelled, CANCELLED"})
    void cancelledCardEndsAsUqpayEndsIt(String via, String status) {
        String card = Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("cancel_via", via));
        Api.caller(Api.newKey())
                .body("{\"card_status\": \"CANCELLED\"}")
                .post("/v1/cards/" + card + "/status")
                .then()
                .statusCode(202);
        Api.awaitCard(card, "card_status", status);
    }

    @Test
    void orderThatTakesItsTimeKeepsTheNextOneOut() {
        String card = Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("order_delay_ms", 600_000));
        patch(card, 11).then().statusCode(202);
        patch(card, 12).then().statusCode(409).body("code", equalTo("order_in_progress"));
    }

    private static Response patch(String card, int limit) {
        return Api.caller(Api.newKey()).body("{\"card_limit\": " + limit + "}").patch("/v1/cards/" + card);
    }

    @ParameterizedTest
    @CsvSource({"succeed, SUCCESS", "fail, FAILED", "stay_pending, PENDING"})
    void verificationEndsAsUqpayDecides(String outcome, String status) {
        Api.behave(Map.of("kyc_outcome", outcome, "kyc_delay_ms", 0));
        String phone = "8" + ThreadLocalRandom.current().nextInt(1_000_000, 10_000_000);
        JsonPath made = Api.caller(Api.newKey())
                .body("""
                        {"email": "%s@example.com", "first_name": "Avery", "last_name": "Quill", "country_code": "SG",
                         "phone_number": "%s", "kyc_verification": {"method": "SUMSUB_REDIRECT"}}""".formatted(Api.newKey(), phone))
                .post("/v1/cardholders")
                .then()
                .statusCode(201)
                .body("cardholder_status", equalTo("INCOMPLETE"))
                .extract()
                .jsonPath();
        given().post(made.getString("idv_verification_url")).then().statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> status.equals(Api.caller()
                        .get("/v1/cardholders/" + made.getString("cardholder_id"))
                        .path("cardholder_status")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuse", "accept"})
    void tokenIsSentAsABearer(String bare) {
        Api.behave(Map.of("bare_token", bare));
        assertThat(Api.issueCard()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"allow, *", "deny, none"})
    void sessionIsGivenWhetherItsPageMayBeFramedOrNot(String framing, String ancestors) {
        String card = Api.activeCard();
        Api.behave(Map.of("iframe_framing", framing));
        URI page = URI.create(Api.caller()
                .body("{}")
                .post("/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("iframe_url"));
        // its host is that of a started application, not of a test
        String path = page.getRawPath() + "?" + page.getRawQuery();
        assertThat(given().urlEncodingEnabled(false).get(path).header("Content-Security-Policy"))
                .containsPattern("frame-ancestors .?" + Pattern.quote(ancestors));
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "trailing_comma"})
    void tooManyCallsAreReportedAsSuch(String body) {
        Api.behave(Map.of("rate_limit_per_minute", 1, "rate_limit_body", body));
        await().atMost(PATIENCE).until(() -> "upstream_rate_limited"
                .equals(Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7")).path("code")));
    }

    /** Its hint is what is left of its minute, and the caller gets that instead of our own guess. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callersAreAskedToWaitAsLongAsUqpayAsks(boolean hint) {
        Api.behave(Map.of("rate_limit_per_minute", 1, "rate_limit_retry_after", hint));
        await().atMost(PATIENCE).until(() -> {
            Response answer = Api.issue(Api.newKey(), Api.issueBody(Api.SHARE, "7"));
            boolean limited = "upstream_rate_limited".equals(answer.path("code"));
            return limited && hint != "30".equals(answer.header("Retry-After"));
        });
    }
}
