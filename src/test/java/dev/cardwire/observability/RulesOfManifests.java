// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import dev.cardwire.deployment.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.Yaml;

/** The alerts of {@code k8s/monitoring}, evaluated by promtool. */
final class RulesOfManifests {

    /** What promtool got where nothing was expected. */
    private static final Pattern FOUND = Pattern.compile("\\{[^}]*alertname=\"(\\w+)\"[^}]*\\}");

    private RulesOfManifests() {}

    static Manifest manifest() {
        return Manifest.sources().stream()
                .filter(source -> source.kind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
    }

    /** The rules as a file that promtool reads. */
    static void write(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(
                file, new Yaml().dump(Map.of("groups", Manifest.at(manifest().content(), "spec", "groups"))));
    }

    static boolean canBeEvaluated() throws InterruptedException {
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

    /** The alerts that fire after half an hour of these series. */
    static Set<String> firing(Map<String, String> series) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "rules");
        write(folder.resolve("rules.yaml"));
        List<Map<String, String>> input = new ArrayList<>();
        series.forEach((name, values) -> input.add(Map.of("series", name, "values", values)));
        Map<String, Object> test = Map.of(
                "rule_files",
                List.of("rules.yaml"),
                "evaluation_interval",
                "15s",
                "tests",
                List.of(Map.of(
                        "interval",
                        "15s",
                        "input_series",
                        input,
                        "promql_expr_test",
                        List.of(Map.of(
                                "expr",
                                "group by (alertname) (ALERTS{alertstate=\"firing\"})",
                                "eval_time",
                                "29m",
                                "exp_samples",
                                List.of())))));
        Files.writeString(folder.resolve("test.yaml"), new Yaml().dump(test));
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "test.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String answer = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Set<String> names = FOUND.matcher(answer)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        if (promtool.waitFor() != 0 && names.isEmpty()) {
            throw new AssertionError(answer);
        }
        return names;
    }
}
