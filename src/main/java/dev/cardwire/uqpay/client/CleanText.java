// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.uqpay.UqpayJson;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Keeps card numbers out of everything that leaves this package, also where nobody expects one. */
final class CleanText {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{13,19}");
    /** At most first eight and last four, as in UQPAY's own events. */
    private static final Pattern MASKED = Pattern.compile("[0-9]{0,8}[*xX•]+[0-9]{0,4}");

    private static final Pattern BLANKS = Pattern.compile("[ .-]");

    private static final int LAST = 4;

    private CleanText() {}

    /** The number as it came if it is masked, masked if it is whole, and null for anything else. */
    static @Nullable String number(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String number = BLANKS.matcher(text).replaceAll("");
        if (MASKED.matcher(number).matches()) {
            return number;
        }
        boolean whole = DIGITS.matcher(number).matches();
        return whole ? "*".repeat(number.length() - LAST) + number.substring(number.length() - LAST) : null;
    }

    /** A copy of the object in which no text, name or number could be a card number. */
    static ObjectNode json(ObjectNode object) {
        ObjectNode clean = UqpayJson.object();
        object.properties().forEach(member -> {
            JsonNode value = json(member.getValue());
            if (value != null && !CardNumbers.areIn(member.getKey())) {
                clean.set(member.getKey(), value);
            }
        });
        return clean;
    }

    /** The same for any value; null when nothing of it may stay. */
    static @Nullable JsonNode json(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return json(object);
        }
        if (node instanceof ArrayNode array) {
            ArrayNode clean = UqpayJson.object().arrayNode();
            array.forEach(item -> {
                JsonNode value = json(item);
                if (value != null) {
                    clean.add(value);
                }
            });
            return clean;
        }
        if (node.isNumber()) {
            return CardNumbers.areIn(node.asText()) ? null : node;
        }
        return node.isTextual() ? UqpayJson.object().textNode(CardNumbers.dropFrom(node.textValue())) : node;
    }
}
