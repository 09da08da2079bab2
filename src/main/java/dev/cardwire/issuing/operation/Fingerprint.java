// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says whether two requests are the same: SHA-256 over target and body after parsing, names sorted. Amounts are compared by
 * value, where the API has amounts: a number and the string of the same number are one amount there. What the caller made up
 * ({@code metadata}) is compared as it is written.
 */
final class Fingerprint {

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,38})?");

    /** Where amounts stand in our requests; an element of an array has the path of the array. */
    private static final Set<String> AMOUNTS = Set.of("/card_limit", "/amount", "/spending_controls/amount");

    private static final String METADATA = "/metadata";

    private Fingerprint() {}

    static byte[] of(String target, ObjectNode body) {
        StringBuilder canonical = new StringBuilder(target).append('\n');
        append(canonical, "", body);
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException cannotBe) {
            throw new IllegalStateException("every Java platform has SHA-256", cannotBe);
        }
    }

    private static void append(StringBuilder out, String path, JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> byName = new TreeMap<>();
            value.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
            out.append('{');
            byName.forEach((key, inner) -> {
                // absent and null say the same of a field of ours; deeper they need not
                if (!inner.isNull() || !path.isEmpty()) {
                    quote(out, key);
                    append(out, path + '/' + key, inner);
                }
            });
            out.append('}');
        } else if (value.isArray()) {
            out.append('[');
            value.forEach(element -> append(out.append(','), path, element));
            out.append(']');
        } else if (value.isNumber()) {
            out.append('#').append(isCallers(path) ? value.decimalValue().toString() : plain(value.decimalValue()));
        } else if (value.isTextual()
                && AMOUNTS.contains(path)
                && AMOUNT.matcher(value.textValue()).matches()) {
            out.append('#').append(plain(new BigDecimal(value.textValue())));
        } else if (value.isTextual()) {
            quote(out, value.textValue());
        } else {
            out.append(value.asText());
        }
    }

    private static boolean isCallers(String path) {
        return path.startsWith(METADATA + '/');
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toString();
    }

    /** The length separates an escape from the same letters in a text. */
    private static void quote(StringBuilder out, String text) {
        out.append('"').append(text.length()).append(':');
        text.codePoints().forEach(point -> {
            // half of a pair has no bytes in UTF-8, so all halves would be one
            if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                out.append("\\u").append(Integer.toHexString(point));
            } else {
                out.appendCodePoint(point);
            }
        });
    }
}
