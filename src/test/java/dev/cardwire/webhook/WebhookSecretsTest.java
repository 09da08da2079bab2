// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardwire.testsupport.Settings;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookSecretsTest {

    private static final String SECRETS = "cardwire.webhook.secrets";
    private static final String FILES = "cardwire.webhook.secret-files";

    @TempDir
    Path folder;

    @Test
    void takesSeveralFromTheConfigurationAndFromFiles() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "three\n\n four \r\n");
        assertThat(texts(secrets(Map.of(SECRETS, "one, two, ", FILES, file.toString()), true)))
                .containsExactly("one", "two", "three", "four");
    }

    @Test
    void takesNoMarkOfByteOrderForAPartOfASecret() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "\uFEFFfirst\r\nsecond\r\n");
        assertThat(texts(secrets(Map.of(FILES, file.toString()), true))).containsExactly("first", "second");
        Path empty = Files.writeString(folder.resolve("b"), "\uFEFF\n");
        assertThat(texts(secrets(Map.of(FILES, empty.toString(), SECRETS, "kept"), true)))
                .containsExactly("kept");
    }

    @Test
    void rotatesWithoutRestart() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "old");
        WebhookSecrets secrets = secrets(Map.of(FILES, file.toString()), true);
        Files.writeString(file, "old\nnew\n");
        secrets.read();
        assertThat(texts(secrets)).containsExactly("old", "new");
        Files.writeString(file, "new");
        secrets.read();
        assertThat(texts(secrets)).containsExactly("new");
    }

    @Test
    void weakOneIsNotTakenWhileProductionRunsEither() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a-secret-of-many-bytes");
        WebhookSecrets secrets = secrets(Map.of(FILES, file.toString()), false);
        Files.writeString(file, "a-secret-of-many-bytes\nanother");
        secrets.read();
        assertThat(texts(secrets)).containsExactly("a-secret-of-many-bytes");
    }

    @Test
    void fileThatIsGoneTakesItsSecretAlong() throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "leaked");
        WebhookSecrets secrets = secrets(Map.of(FILES, file.toString(), SECRETS, "kept"), true);
        Files.delete(file);
        secrets.read();
        assertThat(texts(secrets)).containsExactly("kept");
    }

    @Test
    void fileOfBytesThatAreNoTextDoesNotStopTheRest() throws IOException {
        Path file = Files.write(folder.resolve("a"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
        assertThat(texts(secrets(Map.of(FILES, file.toString(), SECRETS, "kept"), true)))
                .containsExactly("kept");
    }

    @Test
    void productionDoesNotStartWithoutOneAndNamesTheVariable() {
        for (String blank : List.of("", " ", " , ")) {
            assertThatThrownBy(() -> secrets(Map.of(SECRETS, blank), false))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("CARDWIRE_WEBHOOK_SECRETS");
        }
        assertThatThrownBy(() -> secrets(Map.of(), false)).isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(() -> secrets(Map.of(FILES, folder.resolve("none").toString()), false))
                .isInstanceOf(ConfigurationException.class);
        assertThatCode(() -> secrets(Map.of(SECRETS, "a long one of UQPAY"), false))
                .doesNotThrowAnyException();
    }

    @Test
    void productionDoesNotStartWithOneThatGuardsNothing() {
        for (String weak : List.of("x", "fifteen letters", "x".repeat(40))) {
            assertThatThrownBy(() -> secrets(Map.of(SECRETS, "a long one of UQPAY," + weak), false))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("CARDWIRE_WEBHOOK_SECRETS");
        }
    }

    @Test
    void isNotReadyWithoutOneAndSaysNothingElse() {
        assertThat(readiness(secrets(Map.of(SECRETS, " "), true)).getStatus())
                .isEqualTo(HealthCheckResponse.Status.DOWN);
        HealthCheckResponse ready = readiness(secrets(Map.of(SECRETS, "one"), true));
        assertThat(ready.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
        assertThat(ready.getData()).isEmpty();
    }

    private static HealthCheckResponse readiness(WebhookSecrets secrets) {
        return new SecretsReadiness(secrets).call();
    }

    private static WebhookSecrets secrets(Map<String, String> settings, boolean local) {
        return new WebhookSecrets(Settings.of(WebhookConfig.class, settings), () -> local);
    }

    private static List<String> texts(WebhookSecrets secrets) {
        return secrets.active().stream()
                .map(secret -> new String(secret, StandardCharsets.UTF_8))
                .toList();
    }
}
