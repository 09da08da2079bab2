package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Single values out of UQPAY's answers, with every oddity of {@code uqpay/api.md} 4; what cannot be read is unset. */
final class Wire {

    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Wire() {}

    static @Nullable UUID uuid(@Nullable JsonNode node) {
        if (node == null || !node.isTextual()) {
            return null;
        }
        String text = node.textValue().trim();
        return UUID_TEXT.matcher(text).matches() ? UUID.fromString(text) : null;
    }
}
