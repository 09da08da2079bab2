// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.pan.CardNumbers;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of free text what must not be kept: card numbers, and what PostgreSQL cannot store. */
public final class FieldMask {

    private static final Pattern NOT_MASKED_DIGIT = Pattern.compile("[^0-9*]");
    private static final Pattern AMOUNTS = Pattern.compile("(?:[a-z_]*_)?(?:amount|balance|limit|fee|rate)");
    private static final Pattern WRITTEN = Pattern.compile("-?[0-9]{1,60}(?:\\.[0-9]{1,38})?");
    private static final int LONGEST_MASKED = 40;
    private static final int SHOWN_FIRST = 8;
    private static final int SHOWN_LAST = 4;

    private FieldMask() {}

    /** The text without what PostgreSQL cannot store, and then without what could be a card number: what stood between its digits is gone. */
    public static String text(String free) {
        String storable = isPlain(free)
                ? free
                : free.codePoints()
                        .filter(FieldMask::canBeStored)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
        return CardNumbers.dropFrom(storable);
    }

    /** Nearly every text of every event is. */
    private static boolean isPlain(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) >= 0x7f) {
                return false;
            }
        }
        return true;
    }

    /** Control characters forge lines and PostgreSQL refuses some; half a surrogate pair is not a character at all. */
    private static boolean canBeStored(int point) {
        boolean control = (point < ' ' && point != '\t') || point == 0x7f;
        boolean half = point <= Character.MAX_VALUE && Character.isSurrogate((char) point);
        return !control && !half;
    }

    /** The same for every text, name and number in a JSON value; null stays null. */
    static @Nullable JsonNode tree(@Nullable JsonNode value) {
        if (value == null) {
            return null;
        }
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        if (value.isObject()) {
            ObjectNode clean = nodes.objectNode();
            value.properties()
                    .forEach(entry -> clean.set(
                            CardNumbers.dropFrom(entry.getKey()),
                            isDecimal(entry.getKey(), entry.getValue()) ? entry.getValue() : tree(entry.getValue())));
            return clean;
        }
        if (value.isArray()) {
            ArrayNode clean = nodes.arrayNode();
            value.forEach(element -> clean.add(tree(element)));
            return clean;
        }
        if (value.isTextual()) {
            return nodes.textNode(CardNumbers.dropFrom(value.textValue()));
        }
        return value.isNumber() && number(value) == null ? nodes.textNode("") : value;
    }

    /** Whether it is an amount by the name of its field, as text or as number: no digit of one may be lost. */
    static boolean isDecimal(String field, JsonNode value) {
        boolean written = value.isNumber()
                || (value.isTextual() && WRITTEN.matcher(value.textValue()).matches());
        return written && AMOUNTS.matcher(field).matches() && amount(value) != null;
    }

    /** A number of a field that may be anything; null when its digits are those of a card number. */
    static @Nullable BigDecimal number(JsonNode value) {
        BigDecimal number = amount(value);
        return number == null || CardNumbers.areIn(number.toPlainString()) ? null : number;
    }

    /** An amount in a JSON string or number; null when there is none. By its field it is no card number, whatever its digits. */
    static @Nullable BigDecimal amount(@Nullable JsonNode value) {
        return CardJson.decimal(value);
    }

    /** A card number with at most the first eight and the last four digits, however it came; null when it has none. */
    static @Nullable String mask(@Nullable String number) {
        String digits = number == null ? "" : NOT_MASKED_DIGIT.matcher(number).replaceAll("");
        if (digits.isEmpty() || digits.length() > LONGEST_MASKED) {
            return null;
        }
        if (digits.length() <= SHOWN_FIRST + SHOWN_LAST) {
            return digits.length() <= SHOWN_LAST ? digits : stars(digits, 0);
        }
        return stars(digits, SHOWN_FIRST);
    }

    private static String stars(String digits, int first) {
        int last = digits.length() - SHOWN_LAST;
        return digits.substring(0, first) + "*".repeat(Math.max(last - first, 0)) + digits.substring(last);
    }
}
