// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.json.LenientJson;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class CleanJsonTest {

    @Test
    void cleansMetadataInDepth() {
        ObjectNode dirty = (ObjectNode) json("""
                        {"a":"4111111111111111","b":{"c":["x 4111111111111111 y"],"n":4111111111111111},
                         "4111111111111111":"k","ok":12.50}""");
        assertThat(CleanJson.object(dirty)).hasToString("{\"a\":\"\",\"b\":{\"c\":[\"x  y\"]},\"ok\":12.50}");
    }

    @Test
    void seesDigitsThatAPowerOfTenHides() {
        assertThat(CleanJson.value(json("[4.11111111111116E+15,1e20,7]"))).hasToString("[1E+20,7]");
    }

    @Test
    void dropsNumbersThatAreNoQuantity() {
        JsonNode number = JsonNodeFactory.instance.numberNode(new BigDecimal("1e999999999"));
        assertThat(CleanJson.value(number)).isNull();
    }

    @Test
    void keepsWhatIsExemptByItsName() {
        JsonNode controls = json("[{\"amount\":\"4111111111111111\",\"note\":\"4111111111111111\"}]");
        assertThat(CleanJson.value(controls, (name, value) -> name.equals("amount")))
                .hasToString("[{\"amount\":\"4111111111111111\",\"note\":\"\"}]");
    }

    private static JsonNode json(String text) {
        return LenientJson.read(text).orElseThrow();
    }
}
