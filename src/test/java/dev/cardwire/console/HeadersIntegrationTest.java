// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers are told of every answer, and how much of a header is read. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class HeadersIntegrationTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/console/index.html", "/console/health", "/console/cards/2d80a1b7", "/console/events/"})
    void pagesLoadNothingButTheirOwnFiles(String path) {
        given().get(path)
                .then()
                .statusCode(200)
                .header(
                        "Content-Security-Policy",
                        allOf(
                                containsString("default-src 'none'"),
                                containsString("script-src 'self';"),
                                containsString("frame-ancestors 'none'"),
                                not(containsString("unsafe"))));
    }

    @Test
    void consoleKnowsNoLoginWithoutAnIssuer() {
        given().get("/")
                .then()
                .header("Content-Security-Policy", containsString("connect-src 'self'; frame-src "))
                .body(not(containsString("cardwire-login")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/cards",
                "/v1/stream",
                "/q/health/ready",
                "/q/swagger-ui/",
                "/client/cardwire-stream.js",
                "/nothing"
            })
    void everyAnswerIsTakenForWhatItIs(String path) {
        given().get(path)
                .then()
                .header("X-Content-Type-Options", equalTo("nosniff"))
                .header("Referrer-Policy", equalTo("no-referrer"))
                .header("Strict-Transport-Security", containsString("max-age="))
                .header("Content-Security-Policy", containsString("default-src 'none'"));
    }

    @Test
    void pagesAtAddressesAreTheConsole() {
        String console = given().get("/").then().statusCode(200).extract().asString();
        for (String path : List.of("/console/cards/2d80a1b7", "/console/operations", "/console/search")) {
            assertThat(given().get(path).asString()).isEqualTo(console);
        }
        given().get("/console/nothing").then().statusCode(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lit-html.js", "directives/repeat.js", "directives/live.js"})
    void templatesComeFromTheGatewayItself(String file) {
        given().get("/console/lib/lit-html/" + file)
                .then()
                .statusCode(200)
                .header("Content-Type", containsString("javascript"));
    }

    @Test
    void pageOfAProblemLoadsNothingAndHasOneStyle() {
        assertThat(given().get("/problems/not_found").headers().getValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'none'; style-src 'sha256-")
                .doesNotContain("script-src", "'self'", "unsafe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/index.html", "/console/stream", "/client/cardwire-stream.js"})
    void pagesAreAskedForAgainAfterAnUpgrade(String path) {
        given().get(path).then().statusCode(200).header("Cache-Control", equalTo("no-cache"));
    }

    @Test
    void headersAndRequestLinesWithoutEndAreNotRead() {
        given().header("X-Much", "x".repeat(30_000)).get("/v1/cards").then().statusCode(anyOf(is(400), is(431)));
        given().queryParam("cursor", "x".repeat(30_000)).get("/v1/cards").then().statusCode(anyOf(is(400), is(414)));
    }
}
