// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.FieldError;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.StrictJson;
import dev.cardwire.uqpay.UqpayJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlRulesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"n\": 1e200}          | metadata.n",
                "{\"n\": 1e99999}        | metadata.n",
                "{\"a\": [0, {\"b\": -1e-41}]} | metadata.a[1].b",
                "{\"n\": 0e99999}        | metadata.n"
            })
    void refusesNumbersThatCannotBeWrittenOut(String metadata, String field) {
        assertThat(broken(metadata)).extracting(FieldError::field).containsExactly(field);
    }

    /** What is sent is kept, and has to be read again when it is sent once more. */
    @ParameterizedTest
    @ValueSource(strings = {"{\"n\": 1e39}", "{\"n\": -12.50}", "{\"n\": 1e-40}", "{\"n\": 0}", "{\"n\": 12345678901}"})
    void takesNumbersThatAreReadBackAsTheyWereWritten(String metadata) {
        FieldReader fields = fields(metadata);
        ObjectNode taken = Objects.requireNonNull(ControlRules.metadata(fields));
        assertThat(fields.errors()).isEmpty();
        byte[] written = UqpayJson.write(taken);
        assertThat(UqpayJson.write(UqpayJson.read(written).orElseThrow())).isEqualTo(written);
    }

    @Test
    void takesAnIdWhoseDigitsLookLikeACardNumber() {
        assertThat(broken("{\"order\": \"ca827591-1242-4904-8728-ee150a7c60b8\"}"))
                .isEmpty();
        assertThat(broken("{\"order\": \"4111-1111-1111-1111\"}")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111 1111 1111 1111 12/26",
                "4111111111111111 12/26",
                "4111111111111111 123",
                "4111\\n1111\\n1111\\n1111"
            })
    void findsTheNumberInFrontOfItsExpiryDateOrCode(String text) {
        assertThat(broken("{\"note\": \"" + text + "\"}")).hasSize(1);
        assertThat(broken("{\"" + text + "\": 1}")).hasSize(1);
    }

    @Test
    void countsTheBytesThatAreSent() {
        // {"n":"…"} has 8 bytes around the text
        assertThat(broken("{\"n\": \"" + "\uD83D\uDE00".repeat(773) + "\"}")).isEmpty();
        assertThat(broken("{\"n\": \"" + "\uD83D\uDE00".repeat(774) + "\"}")).hasSize(1);
        assertThat(broken("{\"n\": [" + "1e39,".repeat(75) + "1e39]}"))
                .as("40 digits each when they are sent")
                .hasSize(1);
    }

    @Test
    void sendsACharacterBeyondTheBasicPlaneAsItsFourBytes() {
        ObjectNode body = UqpayJson.object().put("n", "\uD83D\uDE00");
        assertThat(UqpayJson.write(body)).isEqualTo("{\"n\":\"\uD83D\uDE00\"}".getBytes(StandardCharsets.UTF_8));
        ObjectNode half = UqpayJson.object().put("n", "\uD83D");
        assertThat(UqpayJson.read(UqpayJson.write(half))).contains(half);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-28, true",
        "2027-02-28T10:00:00+08:00, true",
        "2027-02-28T10:00:00Z, true",
        "2027-02-29, false",
        "2027-02-28T10:00:00, false",
        "28.02.2027, false"
    })
    void takesAMomentOrADay(String text, boolean allowed) {
        FieldReader fields = new FieldReader(
                StrictJson.object(("{\"expiry_at\": \"" + text + "\"}").getBytes(StandardCharsets.UTF_8)));
        assertThat(ControlRules.timeOrDay(fields, "expiry_at") != null).isEqualTo(allowed);
        assertThat(fields.errors().isEmpty()).isEqualTo(allowed);
    }

    private static List<FieldError> broken(String metadata) {
        FieldReader fields = fields(metadata);
        ControlRules.metadata(fields);
        return fields.errors();
    }

    private static FieldReader fields(String metadata) {
        String body = "{\"metadata\": " + metadata + "}";
        return new FieldReader(StrictJson.object(body.getBytes(StandardCharsets.UTF_8)));
    }
}
