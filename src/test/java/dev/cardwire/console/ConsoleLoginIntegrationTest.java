// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A gateway whose people sign in at an issuer; that they really can is tried in a browser ({@code src/test/clients}). */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
@TestProfile(ConsoleLoginIntegrationTest.WithIssuer.class)
class ConsoleLoginIntegrationTest {

    private static final String CONNECTIONS =
            "connect-src 'self' https://login.example.com:8443; frame-src https://embedded.example.com;";

    public static final class WithIssuer implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "cardwire.access.oidc.issuer", "https://login.example.com:8443/realms/cards",
                    "cardwire.access.oidc.audience", "cardwire",
                    "cardwire.console.oidc.client-id", "console",
                    "cardwire.console.oidc.scope", "openid offline_access",
                    "cardwire.uqpay.iframe-url", "https://embedded.example.com/secure");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/console/", "/console/index.html", "/console/cards/2d80a1b7", "/console/signed-in"})
    void consoleMayReachItsIssuerAndShowTheSecurePage(String path) {
        String policy = given().get(path).then().statusCode(200).extract().header("Content-Security-Policy");
        assertThat(policy).contains(CONNECTIONS, "default-src 'none'").doesNotContain("unsafe", "*");
    }

    /** A proxy may drop headers; both policies hold at once. */
    @Test
    void pageHasTheSamePolicyInside() {
        assertThat(given().get("/").asString()).contains(CONNECTIONS);
    }

    @Test
    void pageKnowsTheIssuerAndItsClient() {
        assertThat(given().get("/").asString())
                .contains("<meta name=\"cardwire-login-client\" content=\"console\">")
                .contains("<meta name=\"cardwire-login-scope\" content=\"openid offline_access\">")
                .contains("<meta name=\"cardwire-login-issuer\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/problems/not_found", "/q/swagger-ui/", "/v1/cards", "/client/cardwire-stream.js"})
    void nothingElseMay(String path) {
        assertThat(given().get(path).header("Content-Security-Policy"))
                .doesNotContain("login.example.com", "embedded.example.com");
    }
}
