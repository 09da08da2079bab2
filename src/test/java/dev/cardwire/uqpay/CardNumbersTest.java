package dev.cardwire.uqpay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumbersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "number 4111 1111 1111 1111 of him",
                "4111-1111-1111-1111",
                "4111111111111111 12/29",
                "12 4111111111111111",
                "pan 4111.1111.1111.1111 end",
                "4111 1111  1111 1111",
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\n1111\n1111\n1111",
                "4111 - 1111 - 1111 - 1111",
                "4111\u20131111\u20131111\u20131111",
                "4111_1111_1111_1111",
                "3782.822463.10005",
                "378282246310005"
            })
    void dropsWhatCouldBeACardNumber(String text) {
        assertThat(CardNumbers.dropFrom(text)).doesNotContain("4111").doesNotContain("3782");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "order 79224316-ecad-4e61-9eeb-e7929bda124c",
                "ca827591-1242-4904-8728-ee150a7c60b8",
                "2026-04-10T18:04:44+08:00",
                "2026.11.23 10.11.12.1234, 20261123.101112, 192.168.100.200:8080",
                "EUR 4.111.111.111.111.111",
                "86683306",
                "12345"
            })
    void leavesOtherDigits(String text) {
        assertThat(CardNumbers.dropFrom(text)).isEqualTo(text);
    }

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
        assertThat(CardNumbers.masked(text)).isEqualTo(expected);
    }

    @Test
    void cleansMetadataInDepth() {
        ObjectNode dirty = UqpayJson.read("""
                        {"a":"4111111111111111","b":{"c":["x 4111111111111111 y"],"n":4111111111111111},
                         "4111111111111111":"k","ok":12.50}""".getBytes()).orElseThrow();
        assertThat(CardNumbers.dropFrom(dirty)).hasToString("{\"a\":\"\",\"b\":{\"c\":[\"x  y\"]},\"ok\":12.50}");
    }
}
