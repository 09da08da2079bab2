// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.description;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.DescribedAnswers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The comparison of answers finds what it is there for. */
class DescribedAnswersTest {

    private static final String ME = "{\"name\": \"local\", \"roles\": [\"viewer\"]}";
    private static final String PROBLEM = "{\"type\": \"/problems/%1$s\", \"title\": \"t\", \"status\": %2$d,"
            + " \"detail\": \"d\", \"instance\": \"i\", \"code\": \"%1$s\", \"retryable\": false}";

    private final Map<String, String> headers =
            new HashMap<>(Map.of("X-Request-Id", "id-1", "Content-Type", "application/json;charset=UTF-8"));

    @Test
    void acceptsWhatIsDescribed() {
        assertThat(me(200, ME)).isEmpty();
        assertThat(DescribedAnswers.faults("GET", "/somewhere", 200, headers::get, "{}"))
                .isEmpty();
    }

    @Test
    void findsFieldsThatOnlyOneSideHas() {
        assertThat(me(200, ME.replace("}", ", \"more\": 1}")))
                .singleElement()
                .asString()
                .contains("more");
        assertThat(me(200, "{\"name\": \"local\"}")).singleElement().asString().contains("roles");
    }

    @Test
    void findsWordsOutsideOfAClosedList() {
        assertThat(me(200, ME.replace("viewer", "owner")))
                .singleElement()
                .asString()
                .contains("enumeration");
    }

    @Test
    void findsStatusesAndMediaTypesThatAreNotDescribed() {
        assertThat(me(201, ME)).isNotEmpty();
        headers.put("Content-Type", "text/plain");
        assertThat(me(200, ME)).singleElement().asString().contains("text/plain");
    }

    @Test
    void findsHeadersThatOnlyOneSideHas() {
        headers.put("Location", "/v1/me");
        assertThat(me(200, ME)).singleElement().asString().contains("Location");
        headers.remove("Location");
        headers.remove("X-Request-Id");
        assertThat(me(200, ME)).singleElement().asString().contains("X-Request-Id");
    }

    @Test
    void findsProblemCodesOfAnotherOperation() {
        headers.put("Content-Type", "application/problem+json");
        headers.put("Retry-After", "5");
        assertThat(me(503, PROBLEM.formatted("storage_unavailable", 503))).isEmpty();
        assertThat(me(503, PROBLEM.formatted("upstream_unavailable", 503)))
                .singleElement()
                .asString()
                .contains("upstream_unavailable");
        headers.remove("Retry-After");
        assertThat(me(503, PROBLEM.formatted("storage_unavailable", 503)))
                .singleElement()
                .asString()
                .contains("Retry-After");
        assertThat(me(404, PROBLEM.formatted("not_found", 404))).isNotEmpty();
    }

    @Test
    void findsEventsThatAreNotDescribed() {
        assertThat(DescribedAnswers.eventFaults("stream.live", "a-1", "{}")).isEmpty();
        assertThat(DescribedAnswers.eventFaults("stream.live", null, "{}")).isNotEmpty();
        assertThat(DescribedAnswers.eventFaults("stream.other", "a-1", "{}")).isNotEmpty();
    }

    private List<String> me(int status, String body) {
        return DescribedAnswers.faults("GET", "/v1/me", status, headers::get, body);
    }
}
