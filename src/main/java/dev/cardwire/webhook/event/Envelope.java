// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.json.LenientJson;
import dev.cardwire.uuid.Uuids;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery's envelope in any of its versions ({@code uqpay/webhooks.md} 3).
 *
 * @param type the dotted name, whichever of {@code event_type} and {@code event_name} holds it
 * @param category the other one; empty when it is missing
 */
public record Envelope(
        UUID eventId,
        String type,
        String category,
        @Nullable String sourceId,
        ObjectNode data) {

    private static final int MAX_NAME = 200;

    /** The envelope in a body; empty when it is not a JSON object or has no UUID as {@code event_id}. */
    public static Optional<Envelope> read(byte[] body) {
        return LenientJson.read(body).flatMap(root -> Optional.ofNullable(uuid(root.path("event_id")))
                .filter(eventId -> root.isObject())
                .map(eventId -> from(root, eventId)));
    }

    private static Envelope from(JsonNode root, UUID eventId) {
        String type = name(root.path("event_type"));
        String name = name(root.path("event_name"));
        boolean exchanged = !type.contains(".") && name.contains(".");
        String source = canonical(name(root.path("source_id")));
        ObjectNode data =
                root.path("data") instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        return new Envelope(
                eventId, exchanged ? name : type, exchanged ? type : name, source.isEmpty() ? null : source, data);
    }

    /** A UUID in a JSON string; null for anything else. */
    public static @Nullable UUID uuid(JsonNode value) {
        return value.isTextual() && isUuid(value.textValue()) ? UUID.fromString(value.textValue()) : null;
    }

    /** Whether a text is a UUID. */
    public static boolean isUuid(String text) {
        return Uuids.isUuid(text);
    }

    /** A UUID in lower case, as texts are compared; anything else as it is. */
    static String canonical(String source) {
        return isUuid(source) ? source.toLowerCase(Locale.ROOT) : source;
    }

    private static String name(JsonNode value) {
        String text = value.isTextual() ? FieldMask.text(value.textValue()) : "";
        return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
    }
}
