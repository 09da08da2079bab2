// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static dev.cardwire.testsupport.Api.SHARE;
import static dev.cardwire.testsupport.Api.caller;
import static dev.cardwire.testsupport.Api.issue;
import static dev.cardwire.testsupport.Api.issueBody;
import static dev.cardwire.testsupport.Api.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The table of docs/api.md 2.1, row by row. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class IdempotencyIntegrationTest {

    @TestHTTPResource("/")
    URL base;

    @AfterEach
    void behaveWell() {
        Api.behaveWell();
    }

    @Test
    void repeatsTheAnswerOfAnAcceptedRequest() {
        String key = newKey();
        Response first = issue(key, issueBody(SHARE, "100"));
        first.then()
                .statusCode(201)
                .header("Location", equalTo("/v1/cards/" + first.jsonPath().getString("card_id")))
                .header("Idempotency-Replayed", nullValue())
                .header("X-Request-Id", notNullValue())
                .body("operation_id", notNullValue())
                .body("card_order_id", notNullValue())
                .body("card_status", equalTo("PENDING"))
                .body("create_time", notNullValue());
        issue(key, issueBody(SHARE, "100"))
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("card_id", equalTo(first.jsonPath().getString("card_id")));
    }

    @Test
    void comparesAmountsByValueAndFieldsInAnyOrder() {
        String key = newKey();
        String card = issue(key, issueBody(SHARE, "100")).jsonPath().getString("card_id");
        String spelt = """
                {"metadata": {"order": "A1"}, "card_limit": "100.00", "card_currency": "USD",
                 "card_product_id": "%s", "cardholder_id": "%s"}""".formatted(SHARE, Api.HOLDER);
        issue(key, spelt).then().statusCode(201).body("card_id", equalTo(card));
    }

    @Test
    void refusesAKeyForAnotherBodyOrPath() {
        String key = newKey();
        String card = issue(key, issueBody(SHARE, "100")).jsonPath().getString("card_id");
        issue(key, issueBody(SHARE, "100.01")).then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
        caller(key)
                .body(Map.of("card_status", "FROZEN"))
                .post("/v1/cards/" + card + "/status")
                .then()
                .statusCode(422)
                .body("code", equalTo("idempotency_key_reused"));
        // the key is looked up before the rules are
        issue(key, "{\"card_limt\": 5}").then().statusCode(422).body("code", equalTo("idempotency_key_reused"));
    }

    @Test
    void letsOneOfManyAtOnceIssueAndTellsTheOthersToWait() {
        Api.behave(Map.of("http_latency_ms", 700));
        String key = newKey();
        List<CompletableFuture<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            calls.add(CompletableFuture.supplyAsync(() -> issue(key, issueBody(SHARE, "7"))));
        }
        List<Response> answers = calls.stream().map(CompletableFuture::join).toList();
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 201))
                .hasSize(1);
        answers.stream().filter(answer -> answer.statusCode() != 201).forEach(answer -> answer.then()
                .statusCode(409)
                .header("Retry-After", equalTo("1"))
                .body("code", equalTo("request_in_progress"))
                .body("retryable", equalTo(true)));
    }

    @Test
    void freesTheKeyAfterABrokenRule() {
        String key = newKey();
        issue(key, issueBody(SHARE, "-1"))
                .then()
                .statusCode(422)
                .contentType(containsString("application/problem+json"))
                .body("code", equalTo("validation_failed"))
                .body("errors.field", hasItem("card_limit"));
        issue(key, issueBody(SHARE, "1")).then().statusCode(201);
    }

    @Test
    void freesTheKeyWhenSurelyNothingWasDone() {
        String key = newKey();
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 429));
        issue(key, issueBody(SHARE, "3"))
                .then()
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .body("code", equalTo("upstream_rate_limited"))
                .body("retryable", equalTo(true));
        Api.behaveWell();
        issue(key, issueBody(SHARE, "3")).then().statusCode(201).header("Idempotency-Replayed", nullValue());
    }

    @Test
    void repeatsARefusalUnderTheSameKey() {
        String key = newKey();
        Api.behave(Map.of("issue_refusal", "kyc_insufficient"));
        issue(key, issueBody(SHARE, "3"))
                .then()
                .statusCode(422)
                .body("code", equalTo("upstream_refused"))
                .body("retryable", equalTo(false))
                .body("upstream.status", equalTo(400))
                .body("upstream.code", equalTo("kyc_insufficient"));
        Api.behaveWell();
        issue(key, issueBody(SHARE, "3"))
                .then()
                .statusCode(422)
                .header("Idempotency-Replayed", equalTo("true"))
                .body("upstream.code", equalTo("kyc_insufficient"));
    }

    @Test
    void makesOneCardWhenTheAnswerIsLost() {
        Api.behave(Map.of("create_card_then_drop_connection_rate", 1));
        String key = newKey();
        int status = issue(key, issueBody(SHARE, "3")).statusCode();
        assertThat(status).isIn(201, 202);
        Api.behaveWell();
        issue(key, issueBody(SHARE, "3")).then().statusCode(status).header("Idempotency-Replayed", equalTo("true"));
    }

    @Test
    void readsNothingThatMustBeGuessed() {
        issue(newKey(), "{\"cardholder_id\": ").then().statusCode(400).body("code", equalTo("malformed_request"));
        issue(newKey(), "{\"card_limit\": 1, \"card_limit\": 2}").then().statusCode(400);
        issue(newKey(), "{\"cardholder_id\": 5}").then().statusCode(400).body("code", equalTo("malformed_request"));
        issue(newKey(), "[]").then().statusCode(400);
        caller().body("{}").post("/v1/cards").then().statusCode(400).body("code", equalTo("idempotency_key_missing"));
        issue("a key", "{}").then().statusCode(400).body("code", equalTo("malformed_request"));
    }

    @Test
    void namesEveryBrokenRuleAtOnce() {
        String body = """
                {"cardholder_id": "nobody", "card_limt": 5, "usage_type": "ONE_TIME", "spending_controls":
                 [{"amount": 5, "interval": "DAILY"}], "risk_controls": {"enable_3ds": "yes"}}""";
        issue(newKey(), body)
                .then()
                .statusCode(422)
                .body("code", equalTo("validation_failed"))
                .body(
                        "errors.field",
                        hasItems(
                                "cardholder_id",
                                "card_product_id",
                                "card_currency",
                                "card_limt",
                                "auto_cancel_trigger",
                                "spending_controls[0].interval",
                                "risk_controls.enable_3ds"));
    }

    @Test
    void namesWhatIsBrokenWhileUqpayCannotBeAsked() {
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 429));
        issue(newKey(), issueBody(UUID.randomUUID().toString(), "-1"))
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("card_limit"));
    }

    @Test
    void refusesBodiesThatAreTooLargeDeclaredOrNot() throws Exception {
        String large = "{\"card_currency\": \"" + "x".repeat(70_000) + "\"}";
        issue(newKey(), large).then().statusCode(413).body("code", equalTo("body_too_large"));
        byte[] bytes = large.getBytes(StandardCharsets.UTF_8);
        HttpRequest chunked = HttpRequest.newBuilder(URI.create(base + "v1/cards"))
                .header("Authorization", "Bearer cardwire-dev-key")
                .header("Idempotency-Key", newKey())
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes)))
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(chunked, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(413);
    }
}
