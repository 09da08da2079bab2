// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.FieldReader;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A request to change a card's limit, controls or metadata ({@code uqpay/api.md} 10.5); what is absent stays as it is.
 *
 * @param body the same as it goes to UQPAY, metadata still without the tag of the operation that issued the card
 */
record UpdateRequest(@Nullable ObjectNode metadata, ObjectNode body, FieldReader fields) implements CardChanger.Rules {

    /** Reads the fields; a wrong kind ends the request, every other broken rule is noted in {@code fields}. */
    static UpdateRequest read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        ObjectNode body = JsonNodeFactory.withExactBigDecimals(true).objectNode();
        body.put("card_limit", ControlRules.limit(fields));
        body.set("spending_controls", ControlRules.spending(fields));
        body.set("risk_controls", ControlRules.risk(fields));
        ObjectNode metadata = ControlRules.metadata(fields);
        body.properties().removeIf(entry -> entry.getValue().isNull());
        fields.rejectUnknown();
        if (body.isEmpty() && metadata == null && fields.errors().isEmpty()) {
            fields.reject("card_limit", "one of card_limit, spending_controls, risk_controls and metadata is required");
        }
        return new UpdateRequest(metadata, body, fields);
    }

    @Override
    public void checkFields(CardSnapshot card) {
        boolean fixed = "SINGLE".equals(card.modeType()) || "ONE_TIME".equals(card.usageType());
        if (body.has("card_limit") && fixed) {
            fields.reject("card_limit", "of a SINGLE or ONE_TIME card cannot be changed");
        }
        fields.throwIfBroken();
    }

    @Override
    public void checkStatus(Story.CardUse use) {
        CardSnapshot card = use.card();
        if (card.cardStatus() != CardStatus.ACTIVE && card.cardStatus() != CardStatus.FROZEN) {
            throw new ProblemException(
                    ProblemCode.CARD_STATE_CONFLICT, "A card that is " + card.cardStatus() + " cannot be changed.");
        }
    }

    /**
     * The body for UQPAY. New metadata replaces the old as a whole, so the tag goes with it: without it nothing would join
     * the card to its operation any more.
     */
    ObjectNode bodyFor(Optional<UUID> issuer) {
        if (metadata == null) {
            return body;
        }
        ObjectNode tagged = body.deepCopy();
        ObjectNode marked = metadata.deepCopy();
        issuer.ifPresent(operation -> marked.put(CardJson.OPERATION_TAG, operation.toString()));
        tagged.set("metadata", marked);
        return tagged;
    }
}
