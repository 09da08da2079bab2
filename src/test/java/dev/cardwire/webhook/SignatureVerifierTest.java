// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.testsupport.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SignatureVerifierTest {

    private static final Instant SENT = Instant.ofEpochMilli(1_775_815_486_123L);
    private static final JsonNode VECTORS = vectors();
    private static final JsonNode GOOD = VECTORS.get(0);

    @Test
    void agreesWithEveryPublishedVector() {
        assertThat(VECTORS).hasSizeGreaterThan(5);
        for (JsonNode vector : VECTORS) {
            SignatureVerifier verifier = verifier(vector.path("secret").asText(), SENT);
            assertThat(verifies(verifier, vector))
                    .as(vector.path("name").asText())
                    .isEqualTo(vector.path("signature_matches").asBoolean());
        }
    }

    @Test
    void takesAnyActiveSecret() {
        String secret = GOOD.path("secret").asText();
        assertThat(verifies(verifier("another," + secret, SENT), GOOD)).isTrue();
        assertThat(verifies(verifier(secret + ",another", SENT), GOOD)).isTrue();
        assertThat(verifies(verifier("another", SENT), GOOD)).isFalse();
        assertThat(verifies(verifier(" ", SENT), GOOD)).isFalse();
    }

    @Test
    void keepsToTheWindow() {
        assertThat(at(SENT.plus(Duration.ofMinutes(15)))).isTrue();
        assertThat(at(SENT.plus(Duration.ofMinutes(15)).plusMillis(1))).isFalse();
        assertThat(at(SENT.minus(Duration.ofMinutes(5)))).isTrue();
        assertThat(at(SENT.minus(Duration.ofMinutes(5)).minusMillis(1))).isFalse();
        assertThat(at(SENT.plus(Duration.ofMinutes(4)))).isTrue();
        assertThat(at(SENT.plus(Duration.ofHours(1)))).isFalse();
        assertThat(at(SENT.minus(Duration.ofHours(1)))).isFalse();
    }

    @Test
    void refusesHeadersThatAreNone() {
        SignatureVerifier verifier = verifier(GOOD.path("secret").asText(), SENT);
        byte[] body = body(GOOD);
        String signature = GOOD.path("signature").asText();
        String timestamp = GOOD.path("timestamp").asText();
        for (String bad :
                new String[] {null, "", " ", "-1", "1e12", "١٧٧٥٨١٥٤٨٦١٢٣", "9".repeat(19), timestamp + " "}) {
            assertThat(verifier.verifies(body, bad, signature))
                    .as("timestamp %s", bad)
                    .isFalse();
        }
        for (String bad :
                new String[] {null, "", signature.substring(1), signature + "0", "g" + signature.substring(1)}) {
            assertThat(verifier.verifies(body, timestamp, bad))
                    .as("signature %s", bad)
                    .isFalse();
        }
        assertThat(verifier.verifies(new byte[0], timestamp, signature)).isFalse();
    }

    private static boolean at(Instant now) {
        return verifies(verifier(GOOD.path("secret").asText(), now), GOOD);
    }

    private static boolean verifies(SignatureVerifier verifier, JsonNode vector) {
        return verifier.verifies(
                body(vector),
                vector.path("timestamp").asText(),
                vector.path("signature").asText());
    }

    private static byte[] body(JsonNode vector) {
        return vector.path("body").asText().getBytes(StandardCharsets.UTF_8);
    }

    private static SignatureVerifier verifier(String secrets, Instant now) {
        WebhookConfig config = Settings.of(WebhookConfig.class, Map.of("cardwire.webhook.secrets", secrets));
        return new SignatureVerifier(new WebhookSecrets(config, () -> true), config, InstantSource.fixed(now));
    }

    private static JsonNode vectors() {
        try (InputStream in =
                SignatureVerifierTest.class.getResourceAsStream("/uqpay/samples/signature-vectors.json")) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in));
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
