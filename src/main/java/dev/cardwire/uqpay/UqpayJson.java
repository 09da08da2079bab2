// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as it goes over UQPAY's wire: numbers keep every digit and never become binary floating point. A body that is
 * written, kept, read and written again has the same bytes, which a repeat under the same idempotency key needs.
 */
public final class UqpayJson {

    /** More digits than any amount has; a longer one makes the whole body unreadable instead of slow. */
    private static final int LONGEST_NUMBER = 10_000;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            // UQPAY counts the bytes of metadata: four for a character that would be twelve as two escapes
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    static {
        JSON.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNumberLength(LONGEST_NUMBER)
                        .build());
    }

    private UqpayJson() {}

    /** An empty object whose numbers keep every digit. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The bytes of a body. */
    public static byte[] write(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a tree is always writable", cannotBe);
        }
    }

    /** The JSON object in these bytes; empty for anything else. */
    public static Optional<ObjectNode> read(byte @Nullable [] body) {
        return tree(body) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
    }

    /** Any JSON in these bytes; null for what is not JSON. */
    public static @Nullable JsonNode tree(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return null;
        }
        try {
            return JSON.readTree(body);
        } catch (IOException unreadable) {
            return null;
        }
    }

    /** Any JSON in a text; null for what is not JSON. */
    public static @Nullable JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException unreadable) {
            return null;
        }
    }
}
