// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cardwire.deployment.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Each alert wakes somebody when it should, and none does in a busy hour without a fault. */
class AlertsTest {

    private static final Path CASES = Path.of("src/test/promtool/alerts.yaml");
    private static final Path RULES = Path.of("target/alerts/rules.yaml");

    private static final Manifest ALERTS = Manifest.sources().stream()
            .filter(source -> source.kind().equals("PrometheusRule"))
            .findFirst()
            .orElseThrow();

    @Test
    void eachHasACaseInWhichItFires() throws IOException {
        String cases = Files.readString(CASES);
        assertThat(ALERTS.holders("alert")).isNotEmpty().allSatisfy(alert -> assertThat(cases)
                .contains("{alertname=\"" + alert.get("alert") + "\"}"));
    }

    @Test
    void firesWhenItShouldAndOnlyThen() throws IOException, InterruptedException {
        assumeTrue(there(), "there is no promtool on this machine");
        Files.createDirectories(RULES.getParent());
        Files.writeString(RULES, new Yaml().dump(Map.of("groups", Manifest.at(ALERTS.content(), "spec", "groups"))));
        Process promtool = new ProcessBuilder("promtool", "test", "rules", CASES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    private static boolean there() throws InterruptedException {
        try {
            return new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }
}
