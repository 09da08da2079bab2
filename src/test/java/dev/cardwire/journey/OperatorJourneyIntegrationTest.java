// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator does and sees, and what a stranger does not. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class OperatorJourneyIntegrationTest {

    @AfterEach
    void reset() {
        Api.behaveWell();
    }

    @Test
    void reconcileFindsTheStatusWhoseEventWasLost() {
        String card = Api.issueCard();
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        Api.blockUnheard(card);
        Api.caller()
                .post("/v1/cards/" + card + "/reconcile")
                .then()
                .statusCode(200)
                .body("card_status", equalTo("BLOCKED"));
        assertThat(Api.statusOf(card)).isEqualTo("BLOCKED");
    }

    @Test
    void reconcileOfUnknownCardIs404() {
        Api.caller()
                .post("/v1/cards/" + UUID.randomUUID() + "/reconcile")
                .then()
                .statusCode(404)
                .body("code", equalTo("not_found"));
    }

    @Test
    void reconcileThatUqpayDoesNotAnswerSaysSo() {
        String card = Api.issueCard();
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        // asked for so often that it takes longer than a body may
        Api.behave(Map.of("http_error_rate", 1.0, "http_error_status", 500));
        Api.caller()
                .post("/v1/cards/" + card + "/reconcile")
                .then()
                .statusCode(503)
                .body("code", equalTo("upstream_unavailable"))
                .body("retryable", equalTo(true));
    }

    @Test
    void importRunsToItsEnd() {
        Api.issueCard();
        String id = Api.caller()
                .post("/v1/cards/import")
                .then()
                .statusCode(202)
                .header("Location", containsString("/v1/cards/import/"))
                .extract()
                .path("import_id");
        await().until(() ->
                "DONE".equals(Api.caller().get("/v1/cards/import/" + id).path("state")));
        assertThat(Api.caller().get("/v1/cards/import/" + id).<Integer>path("seen"))
                .isPositive();
    }

    @Test
    void healthTellsStrangersUpOrDownAndNoMore() {
        given().get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("status", equalTo("UP"))
                .body("$", not(hasKey("checks")));
        for (String path : List.of("/q/health", "/q/health/ready", "/q/health/live", "/q/health/started")) {
            for (Method method : List.of(Method.POST, Method.PUT, Method.DELETE, Method.OPTIONS)) {
                given().request(method, path).then().body(not(containsString("checks")));
            }
        }
        given().get("/q/health/well").then().statusCode(404).body(not(containsString("checks")));
        given().get("/q/health/group").then().statusCode(404).body(not(containsString("checks")));
        given().head("/q/health/ready").then().statusCode(200);
        given().get("/q/health/live").then().statusCode(200);
        given().get("/q/health/started").then().statusCode(200);
    }

    @Test
    void metricsAndDescriptionNeedAKey() {
        for (String path :
                List.of("/q/metrics", "/q/openapi", "/q/openapi.json", "/q/openapi.yaml", "/q/openapi.yml")) {
            given().get(path)
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .contentType("application/problem+json")
                    .body("code", equalTo("unauthenticated"));
        }
        Api.caller().get("/q/metrics").then().statusCode(200).body(containsString("cardwire_stream_open"));
        Api.caller()
                .get("/q/openapi.json")
                .then()
                .statusCode(200)
                .body("paths.keySet()", hasItems("/v1/cards", "/v1/stream-tickets", "/v1/stream", "/webhooks/uqpay"));
    }

    @Test
    void callsWithoutOrWithWrongKeyAre401() {
        given().get("/v1/cards").then().statusCode(401).body("code", equalTo("unauthenticated"));
        given().header("Authorization", "Bearer wrong")
                .get("/v1/cards")
                .then()
                .statusCode(401)
                .body("retryable", equalTo(false));
    }
}
