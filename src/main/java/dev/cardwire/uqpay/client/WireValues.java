// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.json.LenientJson;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.pan.CleanJson;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uuid.Uuids;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single values out of UQPAY's answers, with every oddity of {@code uqpay/api.md} 4; what cannot be read is unset. */
final class WireValues {

    private static final Pattern DECIMAL = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]{1,5})?");

    /** No amount has more digits; a power such as 1e999999999 would fill the memory when it is written out. */
    private static final int MOST_DIGITS = 1_000;

    /** E.164 has at most 15 digits; with separators and an extension it is still short. */
    private static final Pattern PHONE = Pattern.compile("\\+?(?:[ ()./-]*+[0-9]){1,15}+");

    private static final int LONGEST_TEXT = 1_000;
    private static final int LONGEST_ID = 200;

    private WireValues() {}

    static @Nullable UUID uuid(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        String text = node.textValue().trim();
        return Uuids.parse(text);
    }

    /** An id that UQPAY does not promise to be a UUID, as it came. */
    static @Nullable String id(@Nullable JsonNode node) {
        String id = plain(node);
        return id == null || id.length() > LONGEST_ID ? null : id;
    }

    /** Free text without what could be a card number. */
    static @Nullable String text(@Nullable JsonNode node) {
        String text = plain(node);
        if (text == null) {
            return null;
        }
        String clean = CardNumbers.dropFrom(text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text)
                .trim();
        return clean.isEmpty() ? null : clean;
    }

    /** A word of UQPAY's vocabulary, in upper case: it comes in both. */
    static @Nullable String word(@Nullable JsonNode node) {
        String word = text(node);
        return word == null ? null : word.toUpperCase(Locale.ROOT);
    }

    /** A number to call. One in ten of 13 digits passes a card number's check, so what has a phone's form is left alone. */
    static @Nullable String phone(@Nullable JsonNode node) {
        String text = plain(node);
        return text != null
                        && text.length() <= LONGEST_ID
                        && PHONE.matcher(text).matches()
                ? text
                : text(node);
    }

    /** An amount from a string or a number, every digit kept. */
    static @Nullable BigDecimal amount(@Nullable JsonNode node) {
        if (node == null) {
            return null;
        }
        if (node.isNumber()) {
            return sane(node.decimalValue());
        }
        String text = node.isTextual() ? node.textValue().trim() : "";
        return text.length() <= MOST_DIGITS && DECIMAL.matcher(text).matches() ? sane(new BigDecimal(text)) : null;
    }

    static @Nullable Integer count(@Nullable JsonNode node) {
        BigDecimal amount = amount(node);
        if (amount == null || amount.signum() < 0 || amount.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
            return null;
        }
        return amount.stripTrailingZeros().scale() > 0 ? null : amount.intValue();
    }

    /** The texts of an array; null when there is no array. */
    static @Nullable List<String> texts(@Nullable JsonNode node) {
        if (!(node instanceof ArrayNode array)) {
            return null;
        }
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(item -> {
            String text = text(item);
            if (text != null) {
                texts.add(text);
            }
        });
        return texts;
    }

    /** Metadata in any of its six shapes ({@code uqpay/api.md} 4.3): an object, or null when UQPAY did not show it. */
    static @Nullable ObjectNode metadata(@Nullable JsonNode node) {
        JsonNode shown = node != null && node.isTextual()
                ? LenientJson.read(node.textValue()).orElse(null)
                : node;
        if (!(shown instanceof ObjectNode object)) {
            return null;
        }
        ObjectNode clean = CleanJson.object(object);
        clean.remove("");
        // taken before anything is dropped: without it nothing joins the card to the operation that issued it
        UUID operation = uuid(object.get(UqpayCard.OPERATION_TAG));
        if (operation != null) {
            clean.put(UqpayCard.OPERATION_TAG, operation.toString());
        }
        return clean;
    }

    private static @Nullable BigDecimal sane(BigDecimal amount) {
        return amount.precision() > MOST_DIGITS || Math.abs((long) amount.scale()) > MOST_DIGITS ? null : amount;
    }

    private static @Nullable String plain(@Nullable JsonNode node) {
        if (node == null || !(node.isTextual() || node.isNumber())) {
            return null;
        }
        if (node.isNumber()) {
            BigDecimal number = sane(node.decimalValue());
            return number == null ? null : number.toPlainString();
        }
        String text = node.textValue().replace("\u0000", "").trim();
        return text.isEmpty() ? null : text;
    }
}
