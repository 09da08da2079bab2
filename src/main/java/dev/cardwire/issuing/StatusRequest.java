// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.FieldReader;
import dev.cardwire.problem.request.TextRules;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request to freeze, unfreeze or cancel a card ({@code uqpay/api.md} 10.6, 11). */
record StatusRequest(CardStatus wanted, @Nullable String reason, FieldReader fields) implements CardChanger.Rules {

    private static final Set<String> WANTED = Set.of("ACTIVE", "FROZEN", "CANCELLED");
    private static final int MAX_REASON = 100;

    /** Reads the fields; UNKNOWN stands for a status that is noted as broken, and never leaves. */
    static StatusRequest read(ObjectNode json) {
        FieldReader fields = new FieldReader(json);
        String wanted = fields.required("card_status", fields.oneOf("card_status", WANTED));
        String reason = TextRules.line(fields, "update_reason", fields.text("update_reason"));
        if (reason != null && reason.length() > MAX_REASON) {
            fields.reject("update_reason", "may have at most 100 characters");
        }
        if (reason != null) {
            fields.rejectCardNumber("update_reason", reason);
        }
        fields.rejectUnknown();
        return new StatusRequest(wanted == null ? CardStatus.UNKNOWN : CardStatus.valueOf(wanted), reason, fields);
    }

    /** The card is already what is wanted: there is nothing to ask UQPAY for. */
    static final class AlreadySo extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient CardSnapshot card;

        AlreadySo(CardSnapshot card) {
            super("already so", null, false, false);
            this.card = card;
        }

        CardSnapshot card() {
            return card;
        }
    }

    @Override
    public void checkFields(CardSnapshot card) {
        fields.throwIfBroken();
    }

    /** Ends the request also when the status is what is wanted; not on a status that a read may still correct. */
    @Override
    public void checkStatus(Story.CardUse use) {
        CardSnapshot card = use.card();
        CardStatus current = card.cardStatus();
        if (current == wanted || (wanted == CardStatus.CANCELLED && current == CardStatus.PRE_CANCEL)) {
            if (use.readWanted() && !current.isFinal()) {
                throw new ProblemException(
                        ProblemCode.ORDER_IN_PROGRESS, "The card is " + current + " here and is being read at UQPAY.");
            }
            throw new AlreadySo(card);
        }
        if (!from().contains(current)) {
            throw new ProblemException(
                    ProblemCode.CARD_STATE_CONFLICT, "A card that is " + current + " cannot become " + wanted + ".");
        }
    }

    /** A card that is lost must not wait for hours until UQPAY explains an earlier answer; and nothing undoes this. */
    @Override
    public boolean passesDoubt() {
        return wanted == CardStatus.CANCELLED;
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("card_status", wanted.name());
        return reason == null ? body : body.put("update_reason", reason);
    }

    private Set<CardStatus> from() {
        return switch (wanted) {
            case ACTIVE -> EnumSet.of(CardStatus.FROZEN);
            case FROZEN -> EnumSet.of(CardStatus.ACTIVE);
            default -> EnumSet.of(CardStatus.ACTIVE, CardStatus.FROZEN, CardStatus.BLOCKED);
        };
    }
}
