// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example of docs/api.md, run by a shell from top to bottom as it is printed. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class ApiExamplesIntegrationTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern CALL = Pattern.compile("(?m)^@@(\\d{3}) (\\w+) \\S+?:\\d+(/[^\\s?]*)");

    /**
     * Notes the answer to each call, ends a stream that would go on, and waits for the writes of one example before the next
     * instead of as long as a person takes.
     */
    private static final String AROUND = """
            curl() {
                local end=()
                case "$*" in *-N*) end=(--max-time 3) ;; esac
                command curl "${end[@]}" -w '%{stderr}\\n@@%{http_code} %{method} %{url}\\n' "$@" 2>>"$ANSWERS" || true
            }
            sleep() {
                for tries in {1..200}; do
                    command curl -s -H "$AUTH" "$URL/v1/operations?limit=3" |
                        grep -qE '"(order_status":"P(ENDING|ROCESSING)|state":"(REQUESTED|SENT|IN_DOUBT))"' || return 0
                    command sleep 0.1
                done
            }
            """;

    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** What is refused on purpose, an operation that does not exist, and what is switched off. */
    private static final List<String> REFUSED = List.of(
            "422 POST /v1/cards", "404 POST /v1/operations/{id}/resolve", "404 POST /v1/cards/{id}/sensitive-details");

    @TestHTTPResource("/")
    URL base;

    @TempDir
    Path folder;

    @AfterEach
    void resetTheLocalUqpay() {
        Api.behaveWell();
    }

    @Test
    void examplesWorkAsPrinted() throws Exception {
        assumeTrue(Stream.of("bash", "curl", "openssl").allMatch(ApiExamplesIntegrationTest::isHere), "needs a shell");
        String page = Files.readString(Path.of("docs/api.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(found -> found.group(1)).toList();
        String script = AROUND
                + String.join("\nsleep\n", examples)
                        .replace("http://localhost:8080", base.toString().replaceAll("/$", ""));

        List<String> answers = answers(script);

        assertThat(answers).hasSize((int) Pattern.compile("\\bcurl -")
                .matcher(String.join("", examples))
                .results()
                .count());
        assertThat(answers.stream().filter(answer -> !answer.startsWith("2"))).containsExactlyElementsOf(REFUSED);
    }

    private List<String> answers(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("examples"), script);
        // of its own: what a pipe prints at the same time would come between
        Path answers = folder.resolve("answers");
        ProcessBuilder builder = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("ANSWERS", answers.toString());
        Process shell = builder.start();
        assertThat(shell.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return CALL.matcher(Files.readString(answers))
                .results()
                .map((MatchResult call) -> call.group(1) + " " + call.group(2) + " "
                        + ID.matcher(call.group(3)).replaceAll("{id}"))
                .collect(Collectors.toList());
    }

    private static boolean isHere(String command) {
        try {
            return new ProcessBuilder(command, "--version").start().waitFor() >= 0;
        } catch (IOException missing) {
            return false;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }
}
