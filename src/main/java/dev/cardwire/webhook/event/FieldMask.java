// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.pan.CleanJson;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of free text what must not be kept: card numbers, and what PostgreSQL cannot store. */
public final class FieldMask {

    private static final Pattern AMOUNTS = Pattern.compile("(?:[a-z_]*_)?(?:amount|balance|limit|fee|rate)");
    private static final Pattern WRITTEN = Pattern.compile("-?[0-9]{1,60}(?:\\.[0-9]{1,38})?");

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

    /** JSON without what could be a card number, but with its amounts; null stays null. */
    static @Nullable JsonNode tree(@Nullable JsonNode value) {
        return value == null ? null : CleanJson.value(value, FieldMask::isDecimal);
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

    /** An amount in a JSON string or number; null for anything else. Its field says that it is not a card number, whatever its digits. */
    static @Nullable BigDecimal amount(@Nullable JsonNode value) {
        return CardJson.decimal(value);
    }
}
