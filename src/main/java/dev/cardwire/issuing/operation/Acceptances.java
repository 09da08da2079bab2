// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.lifecycle.EventTime;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.store.Transactions;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCardholder;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes that UQPAY took a write on, each with what follows from it in one commit; for the first try and for recovery. */
@ApplicationScoped
public class Acceptances {

    private final Cards cards;
    private final OperationEnds ends;
    private final Transactions transactions;

    Acceptances(Cards cards, OperationEnds ends, Transactions transactions) {
        this.cards = cards;
        this.ends = ends;
        this.transactions = transactions;
    }

    /** A new card: it becomes known, PENDING whatever the answer says, unless an event was quicker. */
    public Uni<ObjectNode> card(UUID operationId, CardFacts.Builder facts, UqpayAcceptance taken) {
        ObjectNode answer = answer(operationId, taken);
        CardReport report = new CardReport(
                taken.cardId(),
                taken.cardOrderId(),
                new CardSignal.Accepted(EventTime.parse(taken.createTime())),
                facts.order(taken.cardOrderId(), taken.orderStatus())
                        .failure(taken.failureCode())
                        .tag(operationId)
                        .build(),
                new CardReport.Source(ChangeCause.REQUEST, null, operationId, taken.cardOrderId()));
        CardParticipant end = new CardParticipant() {
            @Override
            public LockOrder lockOrder() {
                return LockOrder.OPERATIONS;
            }

            @Override
            public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
                return ends.accept(session, OperationEnds.End.answered(operationId, taken, answer.toString()));
            }
        };
        return cards.take(List.of(report), end).replaceWith(answer);
    }

    /**
     * A change of a card: what it does to the card comes with its event. Under the card's key, so that the order's event
     * comes either wholly before or wholly after. An order that is a success at once is not followed to its end, so the card
     * is read as well: its event may be lost like any other.
     */
    public Uni<ObjectNode> change(UUID operationId, UUID cardId, UqpayAcceptance taken) {
        UqpayAcceptance ofThisCard = taken.of(cardId);
        ObjectNode answer = answer(operationId, ofThisCard);
        Function<Mutiny.Session, Uni<Void>> end =
                session -> ends.accept(session, OperationEnds.End.answered(operationId, ofThisCard, answer.toString()));
        return ("SUCCESS".equals(ofThisCard.statusOfOrder())
                        ? cards.confirm(cardId, end)
                        : cards.holding(cardId, (session, card) -> end.apply(session)))
                .replaceWith(answer);
    }

    /** Anything else: only the operation ends, and a repeat is answered from its row. */
    public Uni<ObjectNode> other(UUID operationId, UqpayAcceptance taken) {
        return ended(operationId, taken, "{}").replaceWith(JsonNodeFactory.instance.objectNode());
    }

    /**
     * A cardholder, made or changed. Only ids and status are kept: the link to a person's verification is
     * returned once and not stored.
     */
    public Uni<ObjectNode> cardholder(UUID operationId, UqpayCardholder made) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put("operation_id", operationId.toString());
        kept.put("cardholder_id", made.cardholderId().toString());
        kept.put("cardholder_status", made.cardholderStatus());
        UqpayAcceptance acceptance = UqpayAcceptance.ofCardholder(made.cardholderId());
        return ended(operationId, acceptance, kept.toString()).replaceWith(() -> told(kept, made));
    }

    private Uni<Void> ended(UUID operationId, UqpayAcceptance taken, String answer) {
        return transactions.inTransaction(
                session -> ends.accept(session, OperationEnds.End.answered(operationId, taken, answer)));
    }

    private static ObjectNode told(ObjectNode kept, UqpayCardholder made) {
        ObjectNode answer = kept.deepCopy();
        if (made.idvVerificationUrl() != null) {
            answer.put("idv_verification_url", made.idvVerificationUrl());
        }
        if (made.idvUrlExpiresAt() != null) {
            answer.put("idv_url_expires_at", made.idvUrlExpiresAt().toString());
        }
        return answer;
    }

    private static ObjectNode answer(UUID operationId, UqpayAcceptance taken) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("operation_id", operationId.toString());
        answer.put("card_id", taken.cardId() == null ? null : taken.cardId().toString());
        answer.put("card_order_id", taken.cardOrderId());
        answer.put("card_status", taken.cardStatus());
        answer.put("order_status", taken.orderStatus());
        answer.put("create_time", taken.createTime());
        return answer;
    }
}
