// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CardJsonTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    @ParameterizedTest
    @CsvSource({
        "12.3, 12.30",
        "100, 100.00",
        "0, 0.00",
        "'\"12.30\"', 12.3",
        "12345678901234567890.10, 12345678901234567890.1"
    })
    void takesTwoSpellingsOfAnAmountForOneControl(String one, String other) throws Exception {
        assertThat(CardJson.sameControls(controls(one), controls(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"12.3, 12.31", "100, 1000", "0, 10", "-1, 1"})
    void keepsDifferentAmountsApart(String one, String other) throws Exception {
        assertThat(CardJson.sameControls(controls(one), controls(other))).isFalse();
    }

    @Test
    void keepsEveryDigitThatWasGiven() throws Exception {
        assertThat(controls("12.30")).isEqualTo("[{\"amount\":\"12.30\",\"interval\":\"PER_TRANSACTION\"}]");
        assertThat(CardJson.sameControls(null, controls("1"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "null",
            value = {
                "{\"cardwire_operation_id\": \"x\"} | {}",
                "{\"cardwire_operation_id\": \"x\", \"b\": 1, \"a\": 2} | {\"a\":2,\"b\":1}",
                "{} | null",
                "{\"\": \"\"} | null"
            })
    void ourOwnEntryAloneSaysThatThereIsNoOther(String told, String kept) throws Exception {
        assertThat(CardJson.metadata(JSON.readTree(told))).isEqualTo(kept);
    }

    private static String controls(String amount) throws Exception {
        return CardJson.spendingControls(
                JSON.readTree("[{\"interval\": \"PER_TRANSACTION\", \"amount\": " + amount + "}]"));
    }
}
