// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What the repeat of a write is answered: how the first one stands now, from its row. */
@ApplicationScoped
class Replays {

    private final InstantSource clock;
    private final ObjectMapper json;
    /** How long a first request may be waiting. */
    private final Duration waits;

    Replays(InstantSource clock, ObjectMapper json, IssuingConfig config) {
        this.clock = clock;
        this.json = json;
        this.waits = config.deadline();
    }

    /** Fails with a problem while the first request is still running. */
    Writes.Outcome of(Operation known) {
        return switch (known.state()) {
            case ACCEPTED -> {
                // an event ended it while its first request still waits for the answer that all repeats are given
                if (known.answer() == null && known.createdAt().plus(waits).isAfter(clock.instant())) {
                    throw running();
                }
                yield new Writes.Outcome.Accepted(known.operationId(), answer(known));
            }
            case REFUSED -> new Writes.Outcome.Refused(known.operationId(), refusal(known));
            case IN_DOUBT, UNRESOLVED -> new Writes.Outcome.InDoubt(known.operationId(), known.state());
            case REQUESTED, NOT_SENT -> throw running();
            case SENT -> {
                if (known.deadline().isAfter(clock.instant())) {
                    throw running();
                }
                // its sender is gone; recovery finds out what became of it
                yield new Writes.Outcome.InDoubt(known.operationId(), OperationState.IN_DOUBT);
            }
        };
    }

    private static ProblemException running() {
        return new ProblemException(
                ProblemCode.REQUEST_IN_PROGRESS, "The first request with this key has not been answered yet.");
    }

    private ObjectNode answer(Operation known) {
        ObjectNode answer = read(known.answer());
        if (answer.isEmpty()) {
            // an event or a recovery ended it, not an answer of UQPAY's
            answer.put("operation_id", known.operationId().toString());
            if (known.kind().isPersonal()) {
                answer.put(
                        "cardholder_id",
                        known.cardholderId() == null
                                ? null
                                : known.cardholderId().toString());
                return answer;
            }
            answer.put("card_id", known.cardId() == null ? null : known.cardId().toString());
            answer.put("card_order_id", known.cardOrderId());
            // what UQPAY says of a card that it has just accepted; the card itself says more
            answer.put("card_status", CardStatus.PENDING.name());
            answer.put("order_status", known.orderStatus());
            answer.put("create_time", known.createdAt().toString());
        }
        return answer;
    }

    private Problem refusal(Operation known) {
        try {
            if (known.problem() != null) {
                return json.readValue(known.problem(), Problem.class);
            }
        } catch (IOException cannotBe) {
            throw new IllegalStateException("problems are stored as JSON", cannotBe);
        }
        return Problem.of(ProblemCode.UPSTREAM_REFUSED, "An operator settled this operation as refused.");
    }

    private ObjectNode read(@Nullable String text) {
        try {
            return text != null && json.readTree(text) instanceof ObjectNode object ? object : json.createObjectNode();
        } catch (IOException cannotBe) {
            throw new IllegalStateException("answers are stored as JSON", cannotBe);
        }
    }
}
