// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.problem.Routes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The requests of docs/cardwire.http are ones that the gateway serves. */
class HttpFileTest {

    private static final Pattern REQUEST = Pattern.compile("(?m)^([A-Z]+) \\{\\{url}}(/[^?\\s]*)");
    private static final Pattern BODY = Pattern.compile("(?ms)^\\{$.*?^}$");
    private static final Pattern VALUE = Pattern.compile("\\{\\{([^}]+)}}");

    private final String text = Files.readString(Path.of("docs/cardwire.http"));

    HttpFileTest() throws IOException {}

    @Test
    void itsRequestsNameExistingRoutes() {
        List<MatchResult> requests = REQUEST.matcher(text).results().toList();
        assertThat(requests)
                .hasSameSizeAs(
                        text.lines().filter(line -> line.startsWith("### ")).toList());
        assertThat(requests).allSatisfy(request -> {
            String path = VALUE.matcher(request.group(2)).replaceAll("00000000-0000-0000-0000-000000000000");
            assertThat(Routes.methodsOf(path)).as(path).isNotNull();
            assertThat(List.of(Routes.methodsOf(path).split(", "))).as(path).contains(request.group(1));
        });
    }

    @Test
    void itUsesTheDemosKeyAndAddressAndDefinesItsValues() {
        assertThat(text).contains("@url = http://localhost:8080\n", "@key = cardwire-dev-key\n");
        assertThat(VALUE.matcher(text).results().map(value -> value.group(1))).allSatisfy(value -> assertThat(text)
                .containsAnyOf("@" + value + " = ", "# @name " + value.replaceFirst("\\..*", "") + "\n"));
    }

    @Test
    void itsBodiesAreJson() {
        List<MatchResult> bodies = BODY.matcher(text).results().toList();
        assertThat(bodies).hasSizeGreaterThan(5);
        assertThat(bodies).allSatisfy(body -> assertThat(new ObjectMapper().readTree(body.group()))
                .isNotEmpty());
    }
}
