package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.CardSignal;
import dev.cardwire.card.CardWork;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ChangeCause;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.uqpay.UqpayAcceptance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Writes that UQPAY took a write on, each with what follows from it in one commit; for the first try and for recovery. */
@ApplicationScoped
class Acceptances {

    private final Cards cards;
    private final Operations operations;

    Acceptances(Cards cards, Operations operations) {
        this.cards = cards;
        this.operations = operations;
    }

    /** A new card: it becomes known, PENDING whatever the answer says, unless an event was quicker. */
    Uni<ObjectNode> card(UUID operationId, CardFacts.Builder facts, UqpayAcceptance taken) {
        ObjectNode answer = answer(operationId, taken);
        CardReport report = new CardReport(
                taken.cardId(),
                taken.cardOrderId(),
                new CardSignal.Accepted(),
                facts.order(taken.cardOrderId(), taken.orderStatus())
                        .tag(operationId)
                        .build(),
                new CardReport.Source(ChangeCause.REQUEST, null, operationId, taken.cardOrderId()));
        CardWork end = new CardWork() {
            @Override
            public Uni<Void> settle(Mutiny.Session session, List<ReportOutcome> outcomes) {
                return operations.accept(session, operationId, taken, answer.toString());
            }
        };
        return cards.take(List.of(report), end).replaceWith(answer);
    }

    /** A change of a card: what it does to the card comes with its event. */
    Uni<ObjectNode> change(UUID operationId, UUID cardId, UqpayAcceptance taken) {
        UqpayAcceptance ofThisCard =
                new UqpayAcceptance(cardId, taken.cardOrderId(), null, taken.orderStatus(), taken.createTime(), null);
        return other(operationId, ofThisCard);
    }

    /** Anything else: only the operation ends. */
    Uni<ObjectNode> other(UUID operationId, UqpayAcceptance taken) {
        ObjectNode answer = answer(operationId, taken);
        return operations.accepted(operationId, taken, answer.toString()).replaceWith(answer);
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
