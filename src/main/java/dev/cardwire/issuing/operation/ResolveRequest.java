// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.TextRules;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an operator settles an operation that nobody else could ({@code docs/api.md} 2.9): by a card, as accepted, or as refused. */
public record ResolveRequest(
        @Nullable UUID cardId,
        @Nullable String state,
        @Nullable String cardOrderId,
        @Nullable UUID cardholderId,
        @Nullable String reason,
        FieldReader fields) {

    private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final int MAX_REASON = 500;

    /** Reads the fields; a wrong kind ends the request, every other broken rule is noted in {@code fields}. */
    public static ResolveRequest read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        UUID card = fields.uuid("card_id");
        String state = fields.oneOf("state", Set.of("ACCEPTED", "REFUSED"));
        String order = fields.text("card_order_id");
        if (order != null && !ORDER_ID.matcher(order).matches()) {
            fields.reject("card_order_id", "must be an order's id");
        }
        UUID holder = fields.uuid("cardholder_id");
        String reason = TextRules.lines(fields, "reason", fields.text("reason"));
        if (reason != null && (reason.isBlank() || reason.length() > MAX_REASON)) {
            fields.reject("reason", "must have 1 to 500 characters");
        }
        if (reason != null) {
            fields.rejectCardNumber("reason", reason);
        }
        fields.rejectUnknown();
        return new ResolveRequest(card, state, order, holder, reason, fields);
    }

    /** Ends the request when it does not fit the kind of operation that it is to settle. */
    void check(OperationKind kind) {
        boolean issuing = kind == OperationKind.ISSUE_CARD;
        if (refuses()) {
            fields.required("reason", reason);
            without("card_id", cardId);
            without("card_order_id", cardOrderId);
            without("cardholder_id", cardholderId);
        } else if (issuing) {
            fields.required("card_id", cardId);
            if (state != null) {
                fields.reject("state", "is not allowed here: an issued card is settled by its card_id");
            }
            without("card_order_id", cardOrderId);
            without("cardholder_id", cardholderId);
        } else {
            fields.required("state", state);
            without("card_id", cardId);
            without("card_order_id", kind.isPersonal() ? cardOrderId : null);
            without("cardholder_id", kind == OperationKind.CREATE_CARDHOLDER ? null : cardholderId);
        }
        fields.throwIfBroken();
    }

    boolean refuses() {
        return "REFUSED".equals(state);
    }

    /** What is kept of the decision, and shown with the operation. */
    ObjectNode record(String by, Instant at) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("by", by);
        kept.put("at", at.toString());
        kept.put("state", refuses() ? "REFUSED" : "ACCEPTED");
        kept.put("card_id", cardId == null ? null : cardId.toString());
        kept.put("card_order_id", cardOrderId);
        kept.put("cardholder_id", cardholderId == null ? null : cardholderId.toString());
        kept.put("reason", reason);
        kept.properties().removeIf(entry -> entry.getValue().isNull());
        return kept;
    }

    private void without(String name, @Nullable Object value) {
        if (value != null) {
            fields.reject(name, "is not allowed for this decision");
        }
    }
}
