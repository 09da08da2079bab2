// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Freeze, unfreeze, cancel (uqpay/api.md 10.6). The answer holds no card status; the event decides. */
public final class ChangeStatus implements OrderEffect {
    static final String ORDER = "CARD_STATUS";
    private static final Map<String, List<String>> FROM = Map.of(
            "ACTIVE", List.of("FROZEN"),
            "FROZEN", List.of("ACTIVE"),
            "CANCELLED", List.of("ACTIVE", "FROZEN", "BLOCKED"));

    private final Cards cards;
    private final Orders orders;
    private final Cancellation cancellation;
    private final CardEvents events;
    private final Announcer announcer;
    private final Behaviour behaviour;
    private final Spelling spelling;
    private final InstantSource clock;

    public ChangeStatus(
            Cards cards,
            Orders orders,
            Cancellation cancellation,
            CardEvents events,
            Announcer announcer,
            Behaviour behaviour,
            Spelling spelling,
            InstantSource clock) {
        this.cards = cards;
        this.orders = orders;
        this.cancellation = cancellation;
        this.events = events;
        this.announcer = announcer;
        this.behaviour = behaviour;
        this.spelling = spelling;
        this.clock = clock;
        orders.when(ORDER, this);
    }

    public Answer handle(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        Fields ask = call.fields();
        String wanted = ask.requiredOneOf("card_status", "ACTIVE", "FROZEN", "CANCELLED");
        Optional<String> reason = ask.text("update_reason", 100);
        orders.mustBeIdle(card);
        if (!FROM.get(wanted).contains(card.status())) {
            throw Refusal.card("card status cannot be changed from " + card.status() + " to " + wanted);
        }
        ObjectNode wish = Json.object().put("card_status", wanted).put("idempotency_key", call.idempotencyKey());
        reason.ifPresent(text -> wish.put("update_reason", text));
        SimulatedOrder order = orders.open(ORDER, card, BigDecimal.ZERO, wish);
        ObjectNode answer = Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("order_status", spelling.accepted("PENDING"));
        reason.ifPresent(text -> answer.put("update_reason", text));
        return Answer.ok(answer);
    }

    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        String wanted = order.wish().path("card_status").textValue();
        Optional<String> reason =
                Optional.ofNullable(order.wish().path("update_reason").textValue());
        if (!wanted.equals("CANCELLED")) {
            card.become(wanted, reason, clock.instant());
        } else if (behaviour.is(Knob.CANCEL_VIA, "pre_cancel")) {
            cancellation.preCancel(card, reason);
        } else {
            cancellation.cancel(card, reason);
        }
        return event("card.status.update.succeeded", order, card);
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        return event("card.status.update.failed", order, card);
    }

    private Optional<SimulatedEvent> event(String type, SimulatedOrder order, SimulatedCard card) {
        return Optional.of(announcer.make(type, order.id(), Optional.of(card.id()), events.statusUpdated(card)));
    }
}
