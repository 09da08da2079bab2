// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cardwire.deployment.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Each alert wakes somebody when it should, and none does in a busy hour without a fault. */
class AlertsTest {

    private static final Path CASES = Path.of("src/test/promtool/alerts.yaml");
    private static final Path RULES = Path.of("target/alerts/rules.yaml");

    private static final Pattern AGGREGATE = Pattern.compile("\\b(sum|max|min|count|group)(?: by \\(([^)]*)\\))? ?\\(");
    private static final Pattern INHIBITION = Pattern.compile("```yaml\n(route:\n.*?)```", Pattern.DOTALL);
    private static final Pattern MATCHER = Pattern.compile("alertname!?=~?\"([^\"]*)\"");

    private static final Pattern LIST = Pattern.compile("([^(]*)\\((.*)\\)([^)]*)");

    private static final Manifest ALERTS = RulesOfManifests.manifest();

    @Test
    void eachHasACaseInWhichItFires() throws IOException {
        String cases = Files.readString(CASES);
        assertThat(ALERTS.holders("alert")).isNotEmpty().allSatisfy(alert -> assertThat(cases)
                .contains("{alertname=\"" + alert.get("alert") + "\"}"));
    }

    /** Without them, a healthy installation hides another one in the same Prometheus. */
    @Test
    void everySumKeepsTheInstallation() {
        assertThat(ALERTS.holders("expr")).allSatisfy(rule -> assertThat(AGGREGATE
                        .matcher(String.valueOf(rule.get("expr")))
                        .results()
                        .map(found -> found.group(2)))
                .as("%s", rule)
                .allMatch(labels -> labels != null && labels.startsWith("namespace, ")));
    }

    @Test
    void inhibitionNamesAlertsThatExist() throws IOException {
        List<String> names = ALERTS.holders("alert").stream()
                .map(alert -> String.valueOf(alert.get("alert")))
                .toList();
        Matcher page = INHIBITION.matcher(Files.readString(Path.of("docs/alerts.md")));
        assertThat(page.find()).isTrue();
        Map<String, Object> alertmanager = new Yaml().load(page.group(1));
        List<?> rules = (List<?>) alertmanager.get("inhibit_rules");
        assertThat(rules).hasSizeGreaterThan(3).allSatisfy(rule -> {
            assertThat(Manifest.at(rule, "equal")).isEqualTo(List.of("namespace", "job"));
            assertThat(MATCHER.matcher(rule.toString()).results().map(found -> found.group(1)))
                    .flatMap(AlertsTest::alternatives)
                    .allSatisfy(one -> assertThat(names).anyMatch(name -> name.matches(one)));
        });
    }

    @Test
    void firesWhenItShouldAndOnlyThen() throws IOException, InterruptedException {
        assumeTrue(RulesOfManifests.canBeEvaluated(), "there is no promtool on this machine");
        RulesOfManifests.write(RULES);
        Process promtool = new ProcessBuilder("promtool", "test", "rules", CASES.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }

    /** Each name that a matcher lists, which has at most one list within another: A(B|C(D|E)) */
    private static List<String> alternatives(String matcher) {
        Matcher list = LIST.matcher(matcher);
        if (!list.matches()) {
            return List.of(matcher);
        }
        return Stream.of(list.group(2).split("\\|(?![^(]*\\))"))
                .flatMap(one -> alternatives(list.group(1) + one + list.group(3)).stream())
                .toList();
    }
}
