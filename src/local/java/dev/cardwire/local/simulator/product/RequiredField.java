// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.product;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import java.util.List;

/** What a product wants to know of a cardholder beyond the basic data (uqpay/api.md 10.1), and what a refusal says is missing. */
public record RequiredField(String name, String type, String description, List<RequiredField> fields) {
    /** Those of UQPAY's own guide's product. */
    static final List<RequiredField> OF_THE_GUIDE = List.of(
            text("gender", "MALE, FEMALE or OTHER"),
            text("nationality", "ISO 3166 alpha-2 code"),
            text("phone_number", "without the country's code"),
            text("date_of_birth", "yyyy-MM-dd"),
            object("residential_address", "where the cardholder lives", "country", "city", "line1"),
            object("identity", "a document of the cardholder", "type", "number", "front_file"));

    private static RequiredField text(String name, String description) {
        return new RequiredField(name, "string", description, List.of());
    }

    private static RequiredField object(String name, String description, String... fields) {
        return new RequiredField(
                name,
                "object",
                description,
                List.of(fields).stream().map(field -> text(field, "")).toList());
    }

    /** Fields as a list of products and a refusal show them. */
    public static ArrayNode view(List<RequiredField> all) {
        ArrayNode array = Json.object().putArray("all");
        all.forEach(field -> array.add(field.view()));
        return array;
    }

    private ObjectNode view() {
        ObjectNode view = Json.object().put("name", name).put("type", type).put("required", true);
        if (!description.isEmpty()) {
            view.put("description", description);
        }
        if (!fields.isEmpty()) {
            view.set("fields", view(fields));
        }
        return view;
    }
}
