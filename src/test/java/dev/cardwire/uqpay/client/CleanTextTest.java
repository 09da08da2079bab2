// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.uqpay.UqpayJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CleanTextTest {

    @ParameterizedTest
    @CsvSource({
        "************5668,************5668",
        "40963608****1764,40963608****1764",
        "1234********3381,1234********3381",
        "4096360800133951,************3951",
        "4096 3608 0013 3951,************3951",
        "409636080013****,",
        "4096360800133*51,",
        "a card,"
    })
    void showsAtMostFirstEightAndLastFour(String text, String expected) {
        assertThat(CleanText.number(text)).isEqualTo(expected);
    }

    @Test
    void cleansMetadataInDepth() {
        ObjectNode dirty = UqpayJson.read("""
                        {"a":"4111111111111111","b":{"c":["x 4111111111111111 y"],"n":4111111111111111},
                         "4111111111111111":"k","ok":12.50}""".getBytes()).orElseThrow();
        assertThat(CleanText.json(dirty)).hasToString("{\"a\":\"\",\"b\":{\"c\":[\"x  y\"]},\"ok\":12.50}");
    }
}
