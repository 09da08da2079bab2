// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.pan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Copies of somebody else's JSON without what could be a card number: texts lose it, and numbers and members that are or
 * name one are gone. What events and answers say is cleaned alike, or a card would differ with each source.
 */
public final class CleanJson {

    /** More digits in front of or behind the point than any number of UQPAY's has: writing them out could take all memory. */
    private static final int MOST_DIGITS = 1_000;

    private CleanJson() {}

    /** A copy of the object. */
    public static ObjectNode object(ObjectNode object) {
        return object(object, (name, value) -> false);
    }

    /** A copy of any value; null when nothing of it may stay. */
    public static @Nullable JsonNode value(JsonNode value) {
        return value(value, (name, member) -> false);
    }

    /**
     * The same, but members that are exempt stay as they are.
     *
     * @param exempt whether a member is known by its name to be no card number, whatever its digits
     */
    public static @Nullable JsonNode value(JsonNode value, BiPredicate<String, JsonNode> exempt) {
        if (value instanceof ObjectNode object) {
            return object(object, exempt);
        }
        if (value instanceof ArrayNode array) {
            return array(array, exempt);
        }
        if (value.isTextual()) {
            return JsonNodeFactory.instance.textNode(CardNumbers.dropFrom(value.textValue()));
        }
        return value.isNumber() && !isHarmless(value.decimalValue()) ? null : value;
    }

    private static ObjectNode object(ObjectNode object, BiPredicate<String, JsonNode> exempt) {
        ObjectNode clean = JsonNodeFactory.instance.objectNode();
        object.properties().forEach(member -> {
            String name = member.getKey();
            JsonNode value =
                    exempt.test(name, member.getValue()) ? member.getValue() : value(member.getValue(), exempt);
            if (value != null && !CardNumbers.areIn(name)) {
                clean.set(name, value);
            }
        });
        return clean;
    }

    private static ArrayNode array(ArrayNode array, BiPredicate<String, JsonNode> exempt) {
        ArrayNode clean = JsonNodeFactory.instance.arrayNode();
        array.forEach(item -> {
            JsonNode value = value(item, exempt);
            if (value != null) {
                clean.add(value);
            }
        });
        return clean;
    }

    /** Written out, because a power of ten would hide the digits. */
    private static boolean isHarmless(BigDecimal number) {
        boolean absurd = number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS;
        return !absurd && !CardNumbers.areIn(number.toPlainString());
    }
}
