package dev.cardwire.problem;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CardNumberSearchTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "number 4111 1111 1111 1111 of him",
                "4111-1111-1111-1111 12-29",
                "pan 4111.1111.1111.1111 end",
                "4111 1111  1111 1111",
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\n1111\n1111\n1111",
                "4111 - 1111 - 1111 - 1111",
                "4111\u20131111\u20131111\u20131111",
                "4111_1111_1111_1111",
                "3782.822463.10005",
                "1.5.2.4111111111111111"
            })
    void findsNumbersAsPeopleWriteThem(String text) {
        assertThat(CardNumberSearch.isIn(text)).isTrue();
        assertThat(CardNumberSearch.dropFrom(text)).doesNotContain("1111").doesNotContain("3782");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "ca827591-1242-4904-8728-ee150a7c60b8",
                "2026-04-10T18:04:44+08:00",
                "2026.11.23 10.11.12.1234, 20261123.101112, 192.168.100.200:8080",
                "EUR 4.111.111.111.111.111",
                "+49.171.4111111 or 86683306"
            })
    void leavesOtherDigits(String text) {
        assertThat(CardNumberSearch.dropFrom(text)).isEqualTo(text);
    }

    @Test
    void longTextsOfDigitsTakeNoLongerThanTheyAreLong() {
        assertThat(CardNumberSearch.isIn("1 ".repeat(100_000))).isFalse();
        assertThat(CardNumberSearch.isIn("1.".repeat(100_000))).isFalse();
        assertThat(CardNumberSearch.isIn("1...".repeat(100_000))).isFalse();
    }
}
