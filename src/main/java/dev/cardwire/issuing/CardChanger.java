// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.issuing.operation.Writes;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;

/**
 * A caller changes a card: status, limit and controls, money. UQPAY takes one change of a card at a time. What the change
 * does to the card comes with its event.
 */
@ApplicationScoped
class CardChanger {

    private final Writes writes;
    private final Acceptances acceptances;

    CardChanger(Writes writes, Acceptances acceptances) {
        this.writes = writes;
        this.acceptances = acceptances;
    }

    /** What ends a request with a problem before UQPAY is asked. */
    interface Rules {

        /** What the request itself breaks, and what this kind of card does not have. */
        void checkFields(CardSnapshot card);

        /** Whether the card's status allows the change. An earlier change under way may move it, and is searched for first. */
        void checkStatus(Story.CardUse use);

        /** Whether the change may go out beside one of which nobody knows whether it was done. */
        default boolean passesDoubt() {
            return false;
        }
    }

    /**
     * Makes one change of one card, once per key of the caller.
     *
     * @param intent names the card
     * @param body what is sent, to the byte what a recovery would send again
     */
    Uni<Writes.Result> change(Intent intent, Rules rules, ObjectNode body) {
        return writes.carryOut(intent, new Change(Objects.requireNonNull(intent.cardId()), rules, body));
    }

    private final class Change implements Story {

        private final UUID cardId;
        private final Rules rules;
        private final ObjectNode body;

        Change(UUID cardId, Rules rules, ObjectNode body) {
            this.cardId = cardId;
            this.rules = rules;
            this.body = body;
        }

        @Override
        public void checkCard(Story.CardUse use) {
            rules.checkFields(use.card());
            // one that is not made yet takes no change at all, which says more than that it is being made
            if (isHeldUp(use.earlier()) && use.card().cardStatus() != CardStatus.PENDING) {
                throw new ProblemException(
                        ProblemCode.ORDER_IN_PROGRESS, "Wait until the earlier change of this card has ended.");
            }
            rules.checkStatus(use);
        }

        private boolean isHeldUp(Story.Earlier earlier) {
            return switch (earlier) {
                case ENDED -> false;
                case IN_DOUBT -> !rules.passesDoubt();
                case UNDER_WAY -> true;
            };
        }

        @Override
        public ObjectNode body(UUID operationId) {
            return body;
        }

        @Override
        public Uni<ObjectNode> keep(UUID operationId, OperationCalls.Answer answer) {
            return acceptances.change(operationId, cardId, answer.acceptance());
        }
    }
}
