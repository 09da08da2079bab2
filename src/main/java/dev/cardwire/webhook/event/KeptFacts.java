// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What is stored of a payload: the type's fields, scalars only, cut and scrubbed; the rest is only in the digest. */
public final class KeptFacts {

    private static final int LONGEST = 500;

    private KeptFacts() {}

    /** The facts as JSON text; null when the type keeps none. */
    public static @Nullable String of(EventType type, ObjectNode data) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (String name : type.kept()) {
            JsonNode value = data.get(name);
            if (value != null && FieldMask.isDecimal(name, value)) {
                BigDecimal amount = FieldMask.amount(value);
                kept.put(name, value.isTextual() || amount == null ? value.asText() : amount.toPlainString());
            } else if (value != null && value.isTextual()) {
                String text = FieldMask.text(value.textValue());
                kept.put(name, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            } else if (value != null && value.isNumber()) {
                BigDecimal number = FieldMask.number(value);
                kept.put(name, number == null ? null : number.toPlainString());
            }
        }
        return kept.isEmpty() ? null : kept.toString();
    }
}
