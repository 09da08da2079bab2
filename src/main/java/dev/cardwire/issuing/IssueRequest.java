// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.TextRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to issue a card ({@code uqpay/api.md} 10.3), read field by field.
 *
 * @param body the same as it goes to UQPAY, still without the operation's tag
 */
record IssueRequest(
        @Nullable UUID cardholderId,
        @Nullable UUID productId,
        @Nullable String currency,
        @Nullable BigDecimal limit,
        @Nullable ObjectNode metadata,
        @Nullable String usageType,
        ObjectNode body,
        FieldReader fields) {

    private static final Set<String> USAGES = Set.of("NORMAL", "ONE_TIME");
    private static final Set<String> TRIGGERS = Set.of("ON_AUTH", "ON_CAPTURE");
    private static final String SUPPLEMENT = "cardholder_required_fields";
    private static final int MAX_NAME = 26;

    /**
     * Reads the fields; a wrong kind ends the request, every other broken rule is noted in {@code fields}.
     *
     * @param today the date where UQPAY is
     */
    static IssueRequest read(ObjectNode json, LocalDate today) {
        FieldReader fields = new FieldReader(json);
        ObjectNode body = JsonNodeFactory.withExactBigDecimals(true).objectNode();
        UUID holder = fields.required("cardholder_id", fields.uuid("cardholder_id"));
        UUID product = fields.required("card_product_id", fields.uuid("card_product_id"));
        String currency = fields.required("card_currency", fields.text("card_currency"));
        BigDecimal limit = ControlRules.limit(fields);
        put(body, "cardholder_id", holder);
        put(body, "card_product_id", product);
        put(body, "card_currency", currency);
        body.put("card_limit", limit);
        body.set("spending_controls", ControlRules.spending(fields));
        body.set("risk_controls", ControlRules.risk(fields));
        ObjectNode metadata = ControlRules.metadata(fields);
        String usage = fields.oneOf("usage_type", USAGES);
        put(body, "usage_type", usage);
        put(body, "auto_cancel_trigger", trigger(fields, usage));
        put(body, "expiry_at", ControlRules.timeOrDay(fields, "expiry_at"));
        put(body, "name_on_card", nameOnCard(fields));
        body.set(SUPPLEMENT, CardholderRequest.supplement(fields, SUPPLEMENT, today));
        fields.rejectUnknown();
        withoutNulls(body);
        return new IssueRequest(holder, product, currency, limit, metadata, usage, body, fields);
    }

    /** The body for UQPAY, with the tag that joins the card to its operation whatever else is lost. */
    ObjectNode bodyFor(UUID operationId) {
        ObjectNode tagged = body.deepCopy();
        ObjectNode marked = metadata == null ? tagged.objectNode() : metadata.deepCopy();
        marked.put(CardJson.OPERATION_TAG, operationId.toString());
        tagged.set("metadata", marked);
        return tagged;
    }

    private static @Nullable String trigger(FieldReader fields, @Nullable String usage) {
        String trigger = fields.oneOf("auto_cancel_trigger", TRIGGERS);
        boolean oneTime = "ONE_TIME".equals(usage);
        if (oneTime) {
            fields.required("auto_cancel_trigger", trigger);
        } else if (trigger != null) {
            fields.reject("auto_cancel_trigger", "may only be given with usage_type ONE_TIME");
        }
        return trigger;
    }

    private static @Nullable String nameOnCard(FieldReader fields) {
        String name = TextRules.line(fields, "name_on_card", fields.text("name_on_card"));
        if (name != null && (name.isBlank() || name.length() > MAX_NAME)) {
            fields.reject("name_on_card", "must have 1 to 26 characters");
        }
        if (name != null) {
            fields.rejectCardNumber("name_on_card", name);
        }
        return name;
    }

    private static void put(ObjectNode body, String name, @Nullable Object value) {
        if (value != null) {
            body.put(name, value.toString());
        }
    }

    private static void withoutNulls(ObjectNode body) {
        body.properties().removeIf(entry -> isUnset(entry.getValue()));
    }

    private static boolean isUnset(@Nullable JsonNode value) {
        return value == null || value.isNull() || (value instanceof ArrayNode array && array.isEmpty());
    }
}
