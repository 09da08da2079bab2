// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the JSON of UQPAY's events and answers. A number that no amount can be, and whatever is nested deeper than
 * anything of UQPAY's, read as null; bytes that are not UTF-8 and halves of surrogate pairs, in values and names, read as
 * U+FFFD: one absurd field must not make a whole event unreadable, and one card not the list that it is in. Jackson's own
 * tree refuses such a document or spends seconds on it.
 */
public final class LenientJson {

    /** Deeper is skipped by the parser, which counts there and does not recurse as all that reads the tree does. */
    private static final int MAX_DEPTH = 64;
    /** Each level takes memory while it is open, skipped or not: beyond this the whole document is unreadable. */
    private static final int MAX_OPEN = 128 * 1024;
    /** Of names and numbers, in characters: as long as an event may be, so that length alone refuses none. */
    private static final int MAX_TOKEN = 256 * 1024;
    /** More digits, or an exponent beyond this, is no amount. */
    private static final int MAX_DIGITS = 100;

    private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);

    private static final JsonFactory JSON = JsonFactory.builder()
            // a buffer that is used again holds what was read last: a one-time password, or a card number
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_OPEN)
                    .maxNumberLength(MAX_TOKEN)
                    .maxNameLength(MAX_TOKEN)
                    .build())
            .build();

    private LenientJson() {}

    /** The value that the bytes are, in UTF-8; empty when they are not one JSON value. */
    public static Optional<JsonNode> read(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            return whole(parser);
        } catch (StreamConstraintsException tooMuch) {
            return Optional.empty();
        } catch (IOException notStrictlyJson) {
            return decoded(body);
        }
    }

    /** The parser of bytes is the fast one, and refuses what is not UTF-8; the parser of characters never sees that. */
    private static Optional<JsonNode> decoded(byte[] body) {
        try (JsonParser parser =
                JSON.createParser(new InputStreamReader(new ByteArrayInputStream(body), StandardCharsets.UTF_8))) {
            return whole(parser);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** The value that a text inside another document holds. */
    public static Optional<JsonNode> read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            return whole(parser);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    private static Optional<JsonNode> whole(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            return Optional.empty();
        }
        JsonNode value = value(parser);
        return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    }

    private static JsonNode value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> isTooDeep(parser) ? skipped(parser) : object(parser);
            case START_ARRAY -> isTooDeep(parser) ? skipped(parser) : array(parser);
            case VALUE_STRING -> NODES.textNode(paired(parser.getText()));
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(parser.getText());
            case VALUE_TRUE -> NODES.booleanNode(true);
            case VALUE_FALSE -> NODES.booleanNode(false);
            case VALUE_NULL -> NODES.nullNode();
            default -> throw new JsonParseException(parser, "no value begins here");
        };
    }

    private static boolean isTooDeep(JsonParser parser) {
        return parser.getParsingContext().getNestingDepth() > MAX_DEPTH;
    }

    private static JsonNode skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return NODES.nullNode();
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        ObjectNode object = NODES.objectNode();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.set(paired(name), value(parser));
        }
        return object;
    }

    private static ArrayNode array(JsonParser parser) throws IOException {
        ArrayNode array = NODES.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser));
        }
        return array;
    }

    /** A half of a surrogate pair is no character: it would be stored as another one, and differ from itself ever after. */
    private static String paired(String text) {
        boolean mayBeHalf = text.chars().anyMatch(unit -> Character.isSurrogate((char) unit));
        return mayBeHalf ? new String(text.getBytes(StandardCharsets.UTF_16BE), StandardCharsets.UTF_16BE) : text;
    }

    private static JsonNode number(String text) {
        if (text.length() > MAX_DIGITS) {
            return NODES.nullNode();
        }
        try {
            BigDecimal value = new BigDecimal(text);
            boolean absurd = Math.abs((long) value.scale()) > MAX_DIGITS;
            return absurd ? NODES.nullNode() : NODES.numberNode(value);
        } catch (NumberFormatException exponentTooLarge) {
            return NODES.nullNode();
        }
    }
}
