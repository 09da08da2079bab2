// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import static dev.cardwire.testsupport.LocalIssuer.sign;
import static dev.cardwire.testsupport.LocalIssuer.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalIssuer;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Callers learn who they are. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = LocalIssuer.class, restrictToAnnotatedClass = true)
class MeIntegrationTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    @Test
    void namesTheCallerOfAKey() {
        Api.caller()
                .get("/v1/me")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .body("name", equalTo("local"))
                .body("roles", contains("issuer", "operator", "sensitive", "viewer"))
                .body("$", not(hasKey("expires_at")));
    }

    @Test
    void namesTheCallerOfATokenAndItsEnd() {
        Instant before = Instant.now();
        String end = given().header("Authorization", "Bearer " + sign(token(LIFE, "card-viewer", "unknown")))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("name", equalTo(LocalIssuer.url() + "#front-end"))
                .body("roles", contains("viewer"))
                .extract()
                .path("expires_at");
        assertThat(Instant.parse(end))
                .isBetween(before.plus(LIFE).minusSeconds(1), Instant.now().plus(LIFE));
    }

    @Test
    void answersACallerWithoutARole() {
        given().header("Authorization", "Bearer " + sign(token(LIFE)))
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("roles", empty());
    }

    @Test
    void refusesNobodyAndWrongKeys() {
        given().get("/v1/me").then().statusCode(401).body("code", equalTo("unauthenticated"));
        given().header("Authorization", "Bearer wrong").get("/v1/me").then().statusCode(401);
    }
}
