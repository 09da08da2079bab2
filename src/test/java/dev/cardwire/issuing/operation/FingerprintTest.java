// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.problem.request.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"amount\": 1}            | {\"amount\": \"1.00\"}       | true",
                "{\"amount\": 1e2}          | {\"amount\": 100}            | true",
                "{\"a\": \"x\", \"b\": 1}   | {\"b\": 1.0, \"a\": \"x\"}   | true",
                "{\"a\": null}              | {}                           | true",
                "{\"metadata\": {\"n\": \"1\"}} | {\"metadata\": {\"n\": \"1.0\"}} | false",
                "{\"metadata\": {\"amount\": \"1.0\"}} | {\"metadata\": {\"amount\": \"1.00\"}} | false",
                "{\"metadata\": {\"amount\": 1.0}} | {\"metadata\": {\"amount\": 1.00}} | false",
                "{\"metadata\": {\"card_limit\": \"5\"}} | {\"metadata\": {\"card_limit\": \"5.0\"}} | false",
                "{\"metadata\": {\"a\": null}} | {\"metadata\": {}}         | false",
                "{\"card_limit\": \"5\"}    | {\"card_limit\": 5.00}       | true",
                "{\"spending_controls\": [{\"amount\": 5}]} | {\"spending_controls\": [{\"amount\": \"5.0\"}]} | true",
                "{\"a\": \"\\ud800\"}       | {\"a\": \"?\"}               | false",
                "{\"a\": \"\\ud800\"}       | {\"a\": \"\\udc00\"}         | false",
                "{\"a\": [1, 2]}            | {\"a\": [2, 1]}              | false",
                "{\"a\": \"true\"}          | {\"a\": true}                | false",
                "{\"a\": \"1\"}             | {\"a\": 1}                   | false"
            })
    void comparesByMeaning(String one, String other, boolean same) {
        assertThat(of("POST /v1/cards", one).equals(of("POST /v1/cards", other)))
                .isEqualTo(same);
        assertThat(of("POST /v1/cards", one)).isNotEqualTo(of("POST /v1/other", one));
    }

    private static String of(String target, String json) {
        byte[] digest = Fingerprint.of(target, StrictJson.object(json.getBytes(StandardCharsets.UTF_8)));
        return java.util.HexFormat.of().formatHex(digest);
    }
}
