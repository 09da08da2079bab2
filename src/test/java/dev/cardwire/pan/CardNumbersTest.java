// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What masks do with them in a line of the log is tried there. */
class CardNumbersTest {

    @ParameterizedTest
    @CsvSource({
        "************5668,************5668",
        "40963608****1764,40963608****1764",
        "1234********3381,1234********3381",
        "4096-36xx-xxxx-3381,409636xxxxxx3381",
        "4096360800133951,************3951",
        "4096 3608 0013 3951,************3951",
        "409636080013****,",
        "4096360800133*51,",
        "123456789012,",
        "1764,",
        "a card,"
    })
    void showsAtMostFirstEightAndLastFour(String text, String expected) {
        assertThat(CardNumbers.masked(text)).isEqualTo(expected);
    }

    @Test
    void showsNoMaskThatIsLongerThanANumber() {
        assertThat(CardNumbers.masked("*".repeat(41))).isNull();
        assertThat(CardNumbers.masked(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "number 4111 1111 1111 1111 of him",
                "4111-1111-1111-1111",
                "4111-1111-1111-1111 12-29",
                "4111111111111111 12/29",
                "12 4111111111111111",
                "1.5.2.4111111111111111",
                "pan 4111.1111.1111.1111 end",
                "4111 1111  1111 1111",
                "4111\u00a01111\u00a01111\u00a01111",
                "4111\n1111\n1111\n1111",
                "4111 - 1111 - 1111 - 1111",
                "4111\u20131111\u20131111\u20131111",
                "4111_1111_1111_1111",
                "4111\f1111\u000b1111\u20281111",
                "4111\u00011111\u00011111\u00011111",
                "4111\u00001111\u00001111\u00001111",
                "4111\ufe0f1111\u034f1111\u31641111",
                "4111\u200b\u200b\u200b\u200b1111 1111 1111",
                "4\u200b1\u00ad1\u206011111111\ufeff11111",
                "3782.822463.10005",
                "4111/1111/1111/1111",
                "4111,1111,1111,1111",
                "4111\u00b71111\u00b71111\u00b71111",
                "4111|1111|1111|1111",
                "4111:1111:1111:1111",
                "4111     1111     1111     1111",
                "411111   1111111111",
                "378282246310005"
            })
    void findsNumbersAsPeopleWriteThem(String text) {
        assertThat(CardNumbers.areIn(text)).isTrue();
        assertThat(CardNumbers.dropFrom(text)).doesNotContain("1111").doesNotContain("3782");
        assertThat(CardNumbers.maskIn(text, "#")).doesNotContain("1111").doesNotContain("3782");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111112",
                "order 79224316-ecad-4e61-9eeb-e7929bda124c",
                "ca827591-1242-4904-8728-ee150a7c60b8",
                "41111111-1111-1111-1111-111111111111",
                "2026-04-10T18:04:44+08:00",
                "2026.11.23 10.11.12.1234, 20261123.101112, 192.168.100.200:8080",
                "EUR 4.111.111.111.111.111",
                "+49.171.4111111 or 86683306",
                "12345"
            })
    void leavesOtherDigits(String text) {
        assertThat(CardNumbers.dropFrom(text)).isEqualTo(text);
        assertThat(CardNumbers.maskIn(text, "#")).isEqualTo(text);
    }

    @Test
    void findsDigitsOfEveryScript() {
        for (int zero : new int[] {0xff10, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0x1d7ce}) {
            StringBuilder text = new StringBuilder();
            "4111111111111111".chars().forEach(digit -> text.appendCodePoint(zero + digit - '0'));
            assertThat(CardNumbers.areIn(text.toString())).isTrue();
            assertThat(CardNumbers.dropFrom("a" + text + "b")).isEqualTo("ab");
            assertThat(CardNumbers.maskIn("a" + text + "b", "#")).isEqualTo("a#b");
        }
    }

    /** Rows keep the digits of a longer number, which is not a card number; a line of the log may hold several fields in one. */
    @Test
    void looksIntoLongerNumbersForALineOfTheLogAlone() {
        String track = "41111111111111112512101";
        assertThat(CardNumbers.areIn(track)).isFalse();
        assertThat(CardNumbers.maskIn(track, "#")).isEqualTo("#");
    }

    @Test
    void leavesTimesReadableInTheLogAlone() {
        String milliseconds = "1795388400123";
        assertThat(CardNumbers.areIn(milliseconds)).isTrue();
        assertThat(CardNumbers.maskIn(milliseconds, "#")).isEqualTo(milliseconds);
    }

    /** Judged by what it costs in memory, of which nothing is needed for each group. */
    @Test
    void longTextsOfDigitsCostNoMoreThanTheyAreLong() {
        for (String text : List.of("1 ", "1.", "1...", "1\u200b", "1".repeat(18) + " ", "12/", "123 ")) {
            String digits = text.repeat(500_000);
            long before = allocated();
            assertThat(CardNumbers.areIn(digits)).as(text).isFalse();
            assertThat(CardNumbers.dropFrom(digits)).as(text).isSameAs(digits);
            assertThat(allocated() - before).as(text).isLessThan(100_000);
        }
    }

    @Test
    void whatStandsBehindALongRunIsFoundToo() {
        assertThat(CardNumbers.dropFrom("1 ".repeat(1_000) + "4111 1111 1111 1111 x"))
                .isEqualTo(" x");
        assertThat(CardNumbers.areIn("9".repeat(1_000) + " 4111111111111111")).isTrue();
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }
}
