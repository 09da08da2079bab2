// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Requests that are no HTTP, no text, or mean two things at once. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class RequestDoorIntegrationTest {

    private static final String KEY = "Host: a\r\nAuthorization: Bearer " + Api.KEY + "\r\n";

    @TestHTTPResource("/")
    URL base;

    @Test
    void unknownMethodsAreNotImplemented() throws Exception {
        for (String method : List.of("FROB", "get", "TRACE", "M4111111111111111")) {
            assertProblem(send(method + " /v1/cards HTTP/1.1\r\n" + KEY + "\r\n"), 501, "method_not_implemented");
        }
    }

    @Test
    void otherMethodsOfAPathAreNamed() {
        Api.caller()
                .delete("/v1/cards")
                .then()
                .statusCode(405)
                .header("Allow", "GET, POST")
                .body("code", equalTo("method_not_allowed"));
        Api.caller().get("/webhooks/uqpay").then().statusCode(405).header("Allow", "POST");
        Api.caller()
                .put("/v1/operations/" + UUID.randomUUID())
                .then()
                .statusCode(405)
                .header("Allow", "GET");
        Api.caller().options("/v1/cards").then().statusCode(204).header("Allow", "GET, POST, OPTIONS");
    }

    @Test
    void targetsThatAreNoUriAreRefused() throws Exception {
        for (String target : List.of(
                "/v1/cards?cursor=%zz",
                "/v1/cards?cursor=%4", "/v1/%zz", "/v1/cards/%ZZ", "/%", "/v1/c\u0001ards", "/v1/cards?x=\u007f")) {
            assertProblem(send("GET " + target + " HTTP/1.1\r\n" + KEY + "\r\n"), 400, "malformed_request");
        }
    }

    @Test
    void bodiesWithADoubtfulEndEndTheConnection() throws Exception {
        String hidden = "GET /v1/cards HTTP/1.1\r\n" + KEY + "\r\n";
        for (String framing : List.of(
                "Content-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\n{}",
                "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")) {
            String answers = sendAsItIs("POST /v1/stream-tickets HTTP/1.1\r\n" + KEY + framing + hidden);
            assertThat(answers.split("HTTP/1.1 ", -1)).as(framing).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void headersWithTwoMeaningsAreRefused() throws Exception {
        for (String name : List.of("Idempotency-Key", "Authorization", "Content-Type", "Last-Event-ID")) {
            String answer = send("POST /v1/cards HTTP/1.1\r\n" + KEY + name + ": one\r\n" + name
                    + ": two\r\nContent-Length: 2\r\n\r\n{}");
            assertProblem(answer, 400, "malformed_request");
            assertThat(answer).contains(name);
        }
    }

    @Test
    void keysWithCardNumbersAreRefused() {
        for (String key : List.of("4111111111111111", "order-4111-1111-1111-1111", "4111/1111/1111/1111")) {
            Api.issuing(key).post("/v1/cards").then().statusCode(400).body("code", equalTo("malformed_request"));
        }
        Api.issuing("1795388400123-" + UUID.randomUUID())
                .post("/v1/cards")
                .then()
                .statusCode(201);
    }

    @Test
    void absurdExponentsAreNoFaultOfOurs() {
        for (String number : List.of("1e99999999999", "1e-2147483648", "1e2147483647", "-1e99999999999", "1e2000")) {
            for (String path :
                    List.of("/v1/cards", "/v1/cardholders", "/v1/cards/" + UUID.randomUUID() + "/recharge")) {
                int status = Api.caller()
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .body("{\"card_limit\":" + number + ",\"amount\":" + number + "}")
                        .post(path)
                        .statusCode();
                assertThat(status).as(path + " " + number).isIn(400, 404, 422);
            }
        }
        Api.caller()
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("{\"card_limit\":1e70}")
                .post("/v1/cards")
                .then()
                .statusCode(422);
    }

    @Test
    void unknownAndRepeatedQueryParametersAreNamed() {
        for (String path : List.of(
                "/v1/cards",
                "/v1/operations",
                "/v1/products",
                "/v1/cardholders",
                "/v1/balances",
                "/v1/webhook-events")) {
            Api.caller()
                    .get(path + "?card_statsu=ACTIVE")
                    .then()
                    .statusCode(422)
                    .body("code", equalTo("validation_failed"))
                    .body("errors[0].field", equalTo("card_statsu"));
            Api.caller()
                    .get(path + "?limit=1&limit=2")
                    .then()
                    .statusCode(422)
                    .body("errors[0].field", equalTo("limit"));
            Api.caller().get(path + "?limit=1").then().statusCode(200);
        }
        Api.caller()
                .get("/v1/cards/" + UUID.randomUUID() + "?x4111111111111111=1")
                .then()
                .statusCode(422)
                .body("errors[0].field", equalTo("x"));
        io.restassured.RestAssured.given().get("/v1/cards?nothing=1").then().statusCode(401);
    }

    @Test
    void nothingPersonalIsKeptByCaches() {
        for (String path : List.of("/v1/cards", "/v1/cardholders", "/v1/balances", "/v1/operations", "/v1/nowhere")) {
            assertThat(Api.caller().get(path).headers().getValues("Cache-Control"))
                    .as(path)
                    .containsExactly("no-store");
        }
    }

    private static void assertProblem(String answer, int status, String code) {
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .containsIgnoringCase("x-request-id: ")
                .contains("application/problem+json")
                .contains("\"code\":\"" + code + "\"");
    }

    private String send(String request) throws IOException {
        return sendAsItIs(request.replaceFirst("\r\n", "\r\nConnection: close\r\n"));
    }

    private String sendAsItIs(String request) throws IOException {
        try (Socket stranger = new Socket("localhost", base.getPort())) {
            stranger.setSoTimeout(20_000);
            stranger.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(stranger.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
