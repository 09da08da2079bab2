// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.json.LenientJson;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** Numbers that could be a card's by their digits: what they are says the name of their field. */
class FieldMaskTest {

    private static final String DIGITS = "4111111111111111";

    @Test
    void amountsKeepEveryDigitAsTextAndAsNumber() {
        assertThat(FieldMask.amount(json(DIGITS))).isEqualTo(new BigDecimal(DIGITS));
        assertThat(FieldMask.amount(json("\"41111111111111.11\""))).isEqualTo(new BigDecimal("41111111111111.11"));
        JsonNode controls = json("[{\"amount\":" + DIGITS + ",\"interval\":\"PER_TRANSACTION\"}]");
        assertThat(FieldMask.tree(controls)).isEqualTo(controls);
        JsonNode facts = json("{\"card_available_balance\":\"" + DIGITS + "\",\"billing_amount\":41111111111111.11}");
        assertThat(FieldMask.tree(facts)).isEqualTo(facts);
    }

    @Test
    void allOthersLoseWhatCouldBeACardNumber() {
        JsonNode free = json("{\"note\":" + DIGITS + ",\"amount\":\"4111 1111 1111 1111\",\"" + DIGITS + "\":1}");
        assertThat(FieldMask.tree(free)).hasToString("{\"amount\":\"\"}");
    }

    private static JsonNode json(String text) {
        return LenientJson.read(text).orElseThrow();
    }
}
