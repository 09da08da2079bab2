// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import static dev.cardwire.testsupport.LocalIssuer.sign;
import static dev.cardwire.testsupport.LocalIssuer.token;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalIssuer;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Tokens of an OpenID Connect issuer beside the keys, against an issuer over real HTTP. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@QuarkusTestResource(value = LocalIssuer.class, restrictToAnnotatedClass = true)
class IssuedTokensIntegrationTest {

    private static final Duration LIFE = Duration.ofMinutes(5);

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Test
    void rolesOfATokenAreThoseThatItsNamesStandFor() {
        as(sign(token(LIFE, "card-auditor", "something")))
                .get("/v1/cards")
                .then()
                .statusCode(200);
        as(sign(token(LIFE, "card-auditor")))
                .get("/v1/webhook-events")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        as(sign(token(LIFE, "operator"))).get("/v1/webhook-events").then().statusCode(200);
        as(sign(token(LIFE, "operator"))).get("/q/metrics").then().statusCode(200);
        as(sign(token(LIFE))).get("/v1/cards").then().statusCode(403);
        as(sign(token(LIFE, "card-viewer")))
                .get("/q/metrics")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"));
    }

    @Test
    void keysGoOnBesideTokens() {
        Api.caller().get("/v1/cards").then().statusCode(200);
        as("no-key").get("/v1/cards").then().statusCode(401);
        given().get("/v1/cards").then().statusCode(401);
    }

    @Test
    void refusesTokensThatAreNotGood() {
        List<String> wrong = List.of(
                sign(token(Duration.ofSeconds(-30), "card-viewer")),
                sign(token(LIFE, "card-viewer").audience("somebody-else")),
                sign(token(LIFE, "card-viewer").issuer("https://another.example.com")),
                sign(token(LIFE, "card-viewer"), LocalIssuer.keys()),
                sign(token(LIFE, "card-viewer").remove("azp")),
                sign(token(LIFE, "card-viewer").claim("exp", 1_000_000_000_000_000_000L)),
                sign(token(LIFE, "card-viewer").claim("exp", Long.MAX_VALUE)),
                sign(token(LIFE, "card-viewer")).replaceFirst("\\.[^.]+$", ".c2lnbmF0dXJl"));
        for (String token : wrong) {
            for (String path : List.of("/v1/cards", "/v1/stream", "/q/metrics")) {
                as(token).get(path).then().statusCode(401);
            }
            as(token).get("/v1/cards").then().body("code", equalTo("unauthenticated"));
        }
    }

    @Test
    void callerIsTheIssuerWithTheClient() throws Exception {
        String key = UUID.randomUUID().toString();
        as(sign(token(LIFE, "issuer")))
                .header("Idempotency-Key", key)
                .body(Map.of(
                        "cardholder_id",
                        Api.HOLDER,
                        "card_product_id",
                        Api.SHARE,
                        "card_currency",
                        "USD",
                        "card_limit",
                        "10.00"))
                .post("/v1/cards")
                .then()
                .statusCode(201);
        assertThat(callerOf(key)).isEqualTo(LocalIssuer.url() + "#front-end");
        as(sign(token(LIFE, "issuer").remove("azp").claim("client_id", "another")))
                .header("Idempotency-Key", key)
                .body(Map.of("cardholder_id", "not-an-id"))
                .post("/v1/cards")
                .then()
                .statusCode(422)
                .body("code", equalTo("validation_failed"));
    }

    @Test
    void streamOfATokenEndsWithIt() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + "v1/stream"))
                .header("Authorization", "Bearer " + sign(token(Duration.ofSeconds(4), "card-viewer")))
                .build();
        // the body ends when the server ends the stream
        HttpResponse<String> stream = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.body()).contains("event: stream.live").contains("event: stream.expired");
    }

    @Test
    void anIssuerThatIsAwayCostsNobodyTheAnswerThatItIs() {
        as(sign(token(LIFE, "card-viewer"))).get("/v1/cards").then().statusCode(200);
        LocalIssuer.close();
        try {
            as(sign(token(LIFE, "card-viewer"))).get("/v1/cards").then().statusCode(200);
            given().get("/q/health/ready").then().statusCode(200);
            Api.caller().get("/v1/cards").then().statusCode(200);
        } finally {
            LocalIssuer.reopen();
        }
    }

    private String callerOf(String key) throws Exception {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select caller from operation where idempotency_key = '" + key + "'")) {
            assertThat(row.next()).isTrue();
            return row.getString(1);
        }
    }

    private static RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token).contentType(ContentType.JSON);
    }
}
