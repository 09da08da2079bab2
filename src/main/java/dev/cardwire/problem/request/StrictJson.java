// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body so that nothing is guessed: one JSON object, no name twice, nothing after it, amounts without
 * binary floating point. Anything else is {@code malformed_request}.
 */
public final class StrictJson {

    /** What is deeper or longer is no kind of ours at all, and would cost more than it says. */
    private static final int MAX_DEPTH = 500;

    private static final int MAX_NUMBER = 1_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    private StrictJson() {}

    /** The object in a body. */
    public static ObjectNode object(byte @Nullable [] body) {
        try {
            JsonNode root = body == null || isWide(body) ? null : JSON.readTree(body);
            if (root instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException | ArithmeticException | NumberFormatException notJson) {
            // answered below, without the parser's words: they quote the body; an exponent beyond an int is no
            // IOException
        }
        throw new ProblemException(
                ProblemCode.MALFORMED_REQUEST, "The body must be one JSON object in UTF-8 without duplicate names.");
    }

    /** UTF-16 or UTF-32, which the parser would take too; their letters have a zero within the first two characters. */
    private static boolean isWide(byte[] body) {
        for (int at = 0; at < Math.min(body.length, 4); at++) {
            if (body[at] == 0) {
                return true;
            }
        }
        return false;
    }

    /** The object in an optional body; an empty one when there is no body at all. */
    public static ObjectNode objectOrNone(byte @Nullable [] body) {
        return body == null || body.length == 0 ? JSON.createObjectNode() : object(body);
    }
}
