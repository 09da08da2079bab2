// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * JSON that a card carries, in one spelling: names sorted, amounts as decimal strings. UQPAY spells the same thing in
 * several ways ({@code uqpay/api.md} 4), and another spelling is not a change.
 */
public final class CardJson {

    /** Under this name the gateway keeps the operation's id in a card's metadata; callers never see it. */
    public static final String OPERATION_TAG = "cardwire_operation_id";

    /** An object in which nothing is left. */
    static final String NOTHING = "{}";

    /** As {@link #spendingControls} writes it. */
    private static final Pattern AMOUNT = Pattern.compile("(\"amount\":\")(-?[0-9]+(?:\\.[0-9]+)?)");

    private CardJson() {}

    /** Spending controls as canonical text; null when the source says nothing. */
    public static @Nullable String spendingControls(@Nullable JsonNode controls) {
        if (controls == null || !controls.isArray()) {
            return null;
        }
        ArrayNode canonical = JsonNodeFactory.instance.arrayNode();
        for (JsonNode control : controls) {
            BigDecimal amount = decimal(control.get("amount"));
            ObjectNode entry = canonical.addObject();
            entry.put("amount", amount == null ? null : amount.toPlainString());
            entry.put("interval", control.path("interval").asText(null));
        }
        return canonical.toString();
    }

    /**
     * Whether two canonical texts of spending controls limit the same. UQPAY gives one amount as 12.30 in a list and as
     * 12.3 when the card is read alone, and a card must not change each time it is read.
     */
    public static boolean sameControls(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return Objects.equals(one, other);
        }
        return byValue(one).equals(byValue(other));
    }

    private static String byValue(String controls) {
        return AMOUNT.matcher(controls)
                .replaceAll(found -> found.group(1)
                        + new BigDecimal(found.group(2)).stripTrailingZeros().toPlainString());
    }

    /** An object as canonical text; null when it is empty or none, which UQPAY uses for "nothing to say". */
    public static @Nullable String object(@Nullable JsonNode object) {
        if (object == null || !object.isObject() || object.isEmpty()) {
            return null;
        }
        return sorted(object).toString();
    }

    /**
     * Metadata as canonical text without the gateway's own entry; null when it is empty, which UQPAY also says when it says
     * nothing. Our entry alone is an answer: the card has no other.
     */
    public static @Nullable String metadata(@Nullable JsonNode metadata) {
        if (metadata == null || !metadata.isObject()) {
            return null;
        }
        ObjectNode rest = metadata.deepCopy();
        rest.remove(OPERATION_TAG);
        rest.remove("");
        return rest.isEmpty() && metadata.has(OPERATION_TAG) ? NOTHING : object(rest);
    }

    /** An amount from a JSON string or number, with all its digits; null when it is unset or not one. */
    public static @Nullable BigDecimal decimal(@Nullable JsonNode value) {
        if (value == null || !(value.isNumber() || value.isTextual())) {
            return null;
        }
        String text = value.asText().trim();
        if (value.isNumber()) {
            return sane(value.decimalValue());
        }
        try {
            return text.isEmpty() || text.length() > MAX_DIGITS ? null : sane(new BigDecimal(text));
        } catch (NumberFormatException notAnAmount) {
            return null;
        }
    }

    private static final int MAX_DIGITS = 100;

    /** 1e999999999 is six bytes of JSON and a gigabyte of digits. */
    private static @Nullable BigDecimal sane(BigDecimal value) {
        boolean absurd = Math.abs((long) value.scale()) > MAX_DIGITS || value.precision() > MAX_DIGITS;
        return absurd ? null : value.scale() < 0 ? value.setScale(0) : value;
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> byName = new TreeMap<>();
            node.properties().forEach(entry -> byName.put(entry.getKey(), sorted(entry.getValue())));
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            byName.forEach(result::set);
            return result;
        }
        if (node.isArray()) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> result.add(sorted(element)));
            return result;
        }
        return node;
    }
}
