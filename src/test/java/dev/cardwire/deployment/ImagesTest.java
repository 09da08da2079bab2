// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What is built of the Dockerfiles, and that a release is built as docs/install.md says. */
class ImagesTest {

    private static final Path FOLDER = Path.of("src/main/docker");

    @ParameterizedTest
    @ValueSource(strings = {"Dockerfile.native", "Dockerfile.jvm"})
    void imageSaysWhatItIsAndNeedsNoShell(String file) throws IOException {
        String last = lastStage(file);
        assertThat(last)
                .startsWith("FROM ${BASE}\n")
                .contains("\nHEALTHCHECK NONE\n")
                .doesNotContain("\nRUN ");
        assertThat(last)
                .containsPattern("\nUSER [1-9]\\d*:[1-9]\\d*\n")
                .containsPattern("\nENTRYPOINT \\[\"[^\n]+\"]\n");
        for (String label : List.of("version", "revision", "source")) {
            assertThat(last).contains("image." + label + "=\"${" + label.toUpperCase(Locale.ROOT) + "}\"");
        }
        assertThat(last).contains("image.licenses=\"Apache-2.0\"").contains("image.base.name=\"${BASE}\"");
    }

    @Test
    void contextHoldsWhatImagesAreMadeOf() throws IOException {
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .contains("*", "!target/*-runner", "!target/quarkus-app");
        assertThat(lastStage("Dockerfile.native")).contains("target/*-runner");
        assertThat(Files.readString(FOLDER.resolve("Dockerfile.jvm"))).contains("COPY target/quarkus-app/ ");
    }

    @Test
    void releaseRunsTheCommandsOfTheDocument() throws IOException {
        String document = oneLine(Files.readString(Path.of("docs/install.md")));
        List<String> commands = new ArrayList<>();
        for (Map<String, Object> step : steps()) {
            String name = String.valueOf(step.get("name"));
            if (name.startsWith("Build ") || name.startsWith("Test ")) {
                String.valueOf(step.get("run"))
                        .replace("\\\n", "")
                        .lines()
                        .map(ImagesTest::withoutPlainOutput)
                        .forEach(commands::add);
            }
        }
        assertThat(commands).hasSizeGreaterThan(8).allSatisfy(command -> assertThat(document)
                .contains(oneLine(command)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> steps() throws IOException {
        Map<String, Object> workflow = new Yaml().load(Files.readString(Path.of(".github/workflows/release.yml")));
        return (List<Map<String, Object>>) Manifest.at(workflow, "jobs", "image", "steps");
    }

    /** {@code -B} leaves out colours, which only a person wants. */
    private static String withoutPlainOutput(String command) {
        return command.replace("mvnw -B ", "mvnw ");
    }

    private static String oneLine(String text) {
        return text.replace("\\\n", "").replaceAll("\\s+", " ").trim();
    }

    private static String lastStage(String file) throws IOException {
        String all = Files.readString(FOLDER.resolve(file));
        return all.substring(all.lastIndexOf("\nFROM ") + 1);
    }
}
