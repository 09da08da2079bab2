// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.LogLines;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import java.util.UUID;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code docs/api.md} 2.12, switched on. */
@QuarkusTest
@WithTestResource(LocalServers.class)
@TestProfile(SensitiveDetailsIntegrationTest.SwitchedOn.class)
class SensitiveDetailsIntegrationTest {

    public static final class SwitchedOn implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("cardwire.sensitive.enabled", "true");
        }
    }

    private LogLines audit;
    private PublicJsonWebKey pair;

    @BeforeEach
    void begin() throws Exception {
        pair = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        audit = LogLines.of("dev.cardwire.audit");
        Api.behave(Map.of("secure_card_data", "serve"));
    }

    @AfterEach
    void behaveWell() {
        audit.close();
        Api.behaveWell();
    }

    @Test
    void givesThemToTheHolderOfTheKeyAlone() throws Exception {
        String card = Api.activeCard(Api.SHARE, "10");
        String masked = Api.card(card).getString("card_number");
        Response answer = ask(card, key());
        answer.then().statusCode(201).header("Cache-Control", containsString("no-store"));

        JsonWebEncryption jwe = new JsonWebEncryption();
        jwe.setCompactSerialization(answer.path("jwe"));
        jwe.setKey(pair.getPrivateKey());
        JsonNode details = new ObjectMapper().readTree(jwe.getPayload());
        String number = details.path("card_number").asText();
        assertThat(number).matches("[0-9]{16}").endsWith(masked.substring(masked.length() - 4));
        assertThat(details.path("expire_date").asText()).isEqualTo("12/99");
        assertThat(details.path("cvv").asText()).isEqualTo("000");
        assertThat(answer.asString()).doesNotContain(number);
        assertThat(line(answer))
                .contains("action=sensitive_details outcome=done", "card_id=" + card, "caller=local", "jwk_thumbprint=")
                .doesNotContain(number);
    }

    @Test
    void refusesWhatItCannotEncryptTo() {
        String card = Api.activeCard(Api.SHARE, "10");
        ask(card, Map.of()).then().statusCode(422).body("errors.field", hasItem("public_key.kty"));
        Api.caller()
                .body("{}")
                .post("/v1/cards/" + card + "/sensitive-details")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("public_key"));
        Api.caller().post("/v1/cards/" + card + "/sensitive-details").then().statusCode(400);
        Response unknown = ask(UUID.randomUUID().toString(), key());
        unknown.then().statusCode(404);
        assertThat(line(unknown))
                .contains("outcome=refused", "problem=not_found")
                .doesNotContain("jwk_thumbprint");
    }

    @Test
    void saysSoWhenTheAccountHasNoLicence() {
        String card = Api.activeCard(Api.SHARE, "10");
        Api.behave(Map.of("secure_card_data", "refuse"));
        Response refused = ask(card, key());
        refused.then().statusCode(503).body("code", equalTo("upstream_unauthorized"));
        assertThat(line(refused)).contains("outcome=failed", "card_id=" + card, "problem=upstream_unauthorized");
    }

    private String line(Response answer) {
        String request = "request_id=" + answer.header("X-Request-Id");
        await().until(() -> !audit.grep(request).isEmpty());
        return audit.grep(request).get(0);
    }

    private Map<String, Object> key() {
        return pair.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static Response ask(String card, Map<String, Object> key) {
        return Api.caller().body(Map.of("public_key", key)).post("/v1/cards/" + card + "/sensitive-details");
    }
}
