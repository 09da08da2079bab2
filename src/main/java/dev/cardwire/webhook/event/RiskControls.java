// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The risk controls in an event, in the words of a card that is read ({@code uqpay/api.md} 10.3). Events may name more
 * ({@code uqpay/webhooks.md} 4.1), which no read shows: kept, they would come and go, and the card change each time.
 */
final class RiskControls {

    private static final List<String> SWITCHES = List.of("enable_3ds", "allow_3ds_transactions");
    private static final List<String> CATEGORIES = List.of("allowed_mcc", "blocked_mcc");

    private RiskControls() {}

    /** What both sources report; empty when the event reports only other things, null when it reports nothing. */
    static @Nullable ObjectNode in(ObjectNode data) {
        JsonNode told = data.hasNonNull("risk_control") ? data.get("risk_control") : data.get("risk_controls");
        if (!(told instanceof ObjectNode controls)) {
            return null;
        }
        ObjectNode known = JsonNodeFactory.instance.objectNode();
        for (String name : SWITCHES) {
            String value = text(controls.path(name));
            if (!value.isEmpty()) {
                known.put(name, value.toUpperCase(Locale.ROOT));
            }
        }
        for (String name : CATEGORIES) {
            if (controls.get(name) instanceof ArrayNode codes) {
                known.set(name, texts(codes));
            }
        }
        return known;
    }

    private static ArrayNode texts(ArrayNode codes) {
        ArrayNode texts = JsonNodeFactory.instance.arrayNode();
        codes.forEach(code -> {
            String text = text(code);
            if (!text.isEmpty()) {
                texts.add(text);
            }
        });
        return texts;
    }

    private static String text(JsonNode value) {
        boolean said = value.isTextual() || value.isNumber();
        return said ? FieldMask.text(value.asText()).trim() : "";
    }
}
