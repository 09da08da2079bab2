// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.sensitive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.FieldError;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerKeyTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"P-256", "P-384", "P-521", "RSA"})
    void encryptsSoThatTheOtherHalfAloneReadsIt(String kind) throws Exception {
        PublicJsonWebKey pair = pair(kind);
        pair.setKeyId("caller-7");
        SensitiveDetailsRequest request = read(jwk(pair));
        String jwe = request.checkedKey().encrypt("{\"cvv\":\"123\"}".getBytes(UTF_8));

        JsonNode header = JSON.readTree(Base64.getUrlDecoder().decode(jwe.substring(0, jwe.indexOf('.'))));
        assertThat(header.path("alg").asText()).isEqualTo(kind.equals("RSA") ? "RSA-OAEP-256" : "ECDH-ES");
        assertThat(header.path("enc").asText()).isEqualTo("A256GCM");
        assertThat(header.path("kid").asText()).isEqualTo("caller-7");
        JsonWebEncryption opened = new JsonWebEncryption();
        opened.setCompactSerialization(jwe);
        opened.setKey(pair.getPrivateKey());
        assertThat(opened.getPayload()).isEqualTo("{\"cvv\":\"123\"}");
    }

    @Test
    void takesWhatABrowserExports() throws Exception {
        ObjectNode jwk = jwk(pair("P-256"));
        jwk.put("ext", true);
        jwk.putArray("key_ops");
        assertThat(read(jwk).fields().errors()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "d, AAAA, d",
        "k, AAAA, k",
        "use, sig, use",
        "alg, ECDH-ES+A128KW, alg",
        "alg, dir, alg",
        "crv, secp256k1, crv",
        "crv, P-384, x",
        "kty, oct, kty",
        "x, AAAA, x",
        "x, AAAA=, x"
    })
    void namesWhatIsWrong(String member, String value, String field) throws Exception {
        assertThat(read(jwk(pair("P-256")).put(member, value)).fields().errors())
                .extracting(FieldError::field)
                .containsExactly("public_key." + field);
    }

    @Test
    void refusesAPointThatIsNotOnItsCurve() throws Exception {
        ObjectNode one = jwk(pair("P-256"));
        one.set("y", jwk(pair("P-256")).get("y"));
        assertThat(read(one).fields().errors()).extracting(FieldError::field).containsExactly("public_key.x");
    }

    @Test
    void refusesRsaKeysThatAreWeakOrSlow() throws Exception {
        assertThat(read(jwk(RsaJwkGenerator.generateJwk(1024))).fields().errors())
                .extracting(FieldError::field)
                .containsExactly("public_key.n");
        for (String exponent : new String[] {"AQ", "Ag", "_".repeat(40)}) {
            assertThat(read(jwk(pair("RSA")).put("e", exponent)).fields().errors())
                    .hasSize(1);
        }
        assertThat(read(jwk(pair("RSA")).put("n", "_".repeat(5_000))).fields().errors())
                .hasSize(1);
    }

    @Test
    void asksForAKeyAndNothingElse() {
        assertThat(SensitiveDetailsRequest.read(JSON.createObjectNode().put("key", 1))
                        .fields()
                        .errors())
                .extracting(FieldError::field)
                .containsExactly("public_key", "key");
    }

    private static PublicJsonWebKey pair(String kind) throws Exception {
        return switch (kind) {
            case "RSA" -> RsaJwkGenerator.generateJwk(2048);
            case "P-384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
            case "P-521" -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
            default -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
        };
    }

    private static ObjectNode jwk(PublicJsonWebKey pair) {
        Map<String, Object> parts = pair.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        return JSON.valueToTree(parts);
    }

    private static SensitiveDetailsRequest read(ObjectNode jwk) {
        ObjectNode body = JSON.createObjectNode();
        body.set("public_key", jwk);
        return SensitiveDetailsRequest.read(body);
    }
}
