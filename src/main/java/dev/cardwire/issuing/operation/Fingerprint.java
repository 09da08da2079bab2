// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Says whether two requests are the same: SHA-256 over target and body after parsing, amounts by value, names sorted. A
 * number and the string of the same number are one amount.
 */
final class Fingerprint {

    private static final Pattern AMOUNT = Pattern.compile("-?[0-9]{1,60}(\\.[0-9]{1,38})?");
    /** Where amounts stand in our requests; elsewhere "1" and "1.0" are two texts. */
    private static final Pattern AMOUNT_NAME = Pattern.compile("card_limit|amount");

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

    private static void append(StringBuilder out, String name, JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> byName = new TreeMap<>();
            value.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
            out.append('{');
            byName.forEach((key, inner) -> {
                // absent and null say the same in our requests
                if (!inner.isNull()) {
                    quote(out, key);
                    append(out, key, inner);
                }
            });
            out.append('}');
        } else if (value.isArray()) {
            out.append('[');
            value.forEach(element -> append(out.append(','), name, element));
            out.append(']');
        } else if (value.isNumber()) {
            out.append('#').append(plain(value.decimalValue()));
        } else if (value.isTextual()
                && AMOUNT_NAME.matcher(name).matches()
                && AMOUNT.matcher(value.textValue()).matches()) {
            out.append('#').append(plain(new BigDecimal(value.textValue())));
        } else if (value.isTextual()) {
            quote(out, value.textValue());
        } else {
            out.append(value.asText());
        }
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toString();
    }

    private static void quote(StringBuilder out, String text) {
        out.append('"').append(text.length()).append(':').append(text);
    }
}
