// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.testsupport.DescribedAnswers;
import dev.cardwire.testsupport.Description;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The problems of the description are those of the code, each under the status that it has. */
class DescribedProblemsTest {

    private static final Map<String, ProblemCode> CODES =
            Arrays.stream(ProblemCode.values()).collect(Collectors.toMap(ProblemCode::word, code -> code));

    private static final JsonNode EXAMPLES = Description.root().at("/components/examples");

    @Test
    void codesAreThoseOfTheApplication() {
        Set<String> described = new LinkedHashSet<>();
        Description.schema("ProblemCode").path("enum").forEach(code -> described.add(code.asText()));
        assertThat(described).isEqualTo(CODES.keySet());
        assertThat(names(EXAMPLES)).isEqualTo(CODES.keySet());
    }

    @Test
    void examplesAreProblemsOfTheirCode() {
        EXAMPLES.properties().forEach(example -> {
            JsonNode problem = example.getValue().path("value");
            ProblemCode code = CODES.get(example.getKey());
            assertThat(problem.path("code").asText()).isEqualTo(example.getKey());
            assertThat(problem.path("status").asInt()).isEqualTo(code.status());
            assertThat(problem.path("title").asText()).isEqualTo(code.title());
            assertThat(problem.path("retryable").asBoolean()).isEqualTo(code.retryable());
            assertThat(DescribedAnswers.faults("/components/schemas/Problem", problem))
                    .isEmpty();
        });
    }

    @Test
    void answersNameCodesOfTheirStatusAlone() {
        Set<String> named = new TreeSet<>();
        Description.operations().forEach(operation -> operation.operation().path("responses").properties().stream()
                .filter(answer -> answer.getKey().matches("[45].."))
                .forEach(answer -> {
                    List<String> codes = codes(Description.resolved(answer.getValue()));
                    assertThat(codes)
                            .as("%s %s", operation.name(), answer.getKey())
                            .isNotEmpty();
                    assertThat(codes)
                            .as("%s %s", operation.name(), answer.getKey())
                            .allMatch(code -> CODES.get(code).status() == Integer.parseInt(answer.getKey()));
                    named.addAll(codes);
                    named.addAll(codes(operation.otherAnswer()));
                }));
        assertThat(named).isEqualTo(new TreeSet<>(CODES.keySet()));
    }

    @Test
    void problemsThatPassSoonHaveRetryAfter() {
        Description.operations().forEach(operation -> operation.operation().path("responses").properties().stream()
                .filter(answer -> List.of("409", "429", "503").contains(answer.getKey()))
                .forEach(answer -> assertThat(Description.resolved(answer.getValue())
                                .path("headers")
                                .has("Retry-After"))
                        .as("%s %s", operation.name(), answer.getKey())
                        .isTrue()));
    }

    private static List<String> codes(JsonNode answer) {
        return List.copyOf(names(answer.at("/content/application~1problem+json/examples")));
    }

    private static Set<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
