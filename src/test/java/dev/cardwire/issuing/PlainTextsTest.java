// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.ResolveRequest;
import dev.cardwire.problem.FieldError;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts that people read on a card, a page or in a log, and that must not look like another one. */
class PlainTextsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\u0000C",
                "A\u0085C",
                "A\nC",
                "A\u202eB",
                "A\u2066B",
                "A\u200fB",
                "\u200b\u200b",
                "\u3164",
                "\ud800"
            })
    void oddTextsAreRefusedWithTheirField(String odd) {
        assertThat(name(odd)).isEqualTo(List.of("name_on_card"));
        assertThat(reason(odd)).isEqualTo(List.of("update_reason"));
        assertThat(decision(odd)).isEqualTo(odd.contains("\n") ? List.of() : List.of("reason"));
    }

    /** Some scripts need joiners without a width inside a word. */
    @ParameterizedTest
    @ValueSource(strings = {"JANE O'NEIL", "Zo\u00eb", "\u5f20\u4f1f", "\u0645\u06cc\u200c\u062e\u0648\u0627", "A-1"})
    void plainTextsAreTaken(String plain) {
        assertThat(name(plain)).isEmpty();
        assertThat(reason(plain)).isEmpty();
        assertThat(decision(plain)).isEmpty();
    }

    @Test
    void nameGoesToUqpayComposed() {
        assertThat(issue("Zoe\u0308").body().path("name_on_card").asText()).isEqualTo("Zo\u00eb");
    }

    private static List<String> name(String text) {
        return fields(issue(text).fields().errors());
    }

    private static IssueRequest issue(String name) {
        return IssueRequest.read(
                object().put("cardholder_id", "25ea804d-7fd5-43d5-8792-0fc0214cdb2f")
                        .put("card_product_id", "467e993f-317a-49fc-9ea0-bf49de7d1f76")
                        .put("card_currency", "USD")
                        .put("name_on_card", name),
                LocalDate.of(2026, 11, 22));
    }

    private static List<String> reason(String text) {
        StatusRequest request =
                StatusRequest.read(object().put("card_status", "FROZEN").put("update_reason", text));
        return fields(request.fields().errors());
    }

    private static List<String> decision(String text) {
        ResolveRequest request =
                ResolveRequest.read(object().put("state", "REFUSED").put("reason", text));
        return fields(request.fields().errors());
    }

    private static List<String> fields(List<FieldError> errors) {
        return errors.stream()
                .map(FieldError::field)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
