// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
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
import java.util.Optional;

/** Changes limit, controls and metadata (uqpay/api.md 10.5). In force when {@code card.update.succeeded} is sent. */
public final class UpdateCard implements OrderEffect {
    private static final String ORDER = "CARD_UPDATE";
    private static final List<String> CHANGEABLE = List.of(
            "card_limit", "no_pin_payment_amount", "spending_controls", "risk_controls", "metadata", "name_on_card");

    private static final List<String> THREE_DS = List.of("enable_3ds", "allow_3ds_transactions");

    private final Cards cards;
    private final Orders orders;
    private final CardEvents events;
    private final Announcer announcer;
    private final Spelling spelling;
    private final CardArt art;
    private final InstantSource clock;

    public UpdateCard(
            Cards cards,
            Orders orders,
            CardEvents events,
            Announcer announcer,
            Spelling spelling,
            Behaviour behaviour,
            InstantSource clock) {
        this.cards = cards;
        this.orders = orders;
        this.events = events;
        this.announcer = announcer;
        this.spelling = spelling;
        this.art = new CardArt(behaviour);
        this.clock = clock;
        orders.when(ORDER, this);
    }

    public Answer handle(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        Fields ask = call.fields();
        CardRules.controls(ask);
        art.mustBeKnown(ask);
        amounts(card, ask);
        if (!card.is("PENDING") || !isOnlyAbout3ds(call.body())) {
            orders.mustBeIdle(card);
            mustTakeChanges(card, ask);
        }
        ObjectNode wish = Json.object().put("idempotency_key", call.idempotencyKey());
        CHANGEABLE.stream().filter(ask::has).forEach(field -> wish.set(field, ask.raw(field)));
        SimulatedOrder order = orders.open(ORDER, card, BigDecimal.ZERO, wish);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("card_status", card.status())
                .put("order_status", spelling.accepted("PENDING")));
    }

    private static void mustTakeChanges(SimulatedCard card, Fields ask) {
        boolean needsActive = ask.has("name_on_card") || ask.has("card_art_id");
        if (needsActive ? !card.is("ACTIVE") : !card.is("ACTIVE", "FROZEN", "BLOCKED")) {
            throw Refusal.card("card cannot be updated while its status is " + card.status());
        }
    }

    /** All that may change before the card is ready (uqpay/api.md 10.3). */
    private static boolean isOnlyAbout3ds(JsonNode body) {
        JsonNode risk = body.path("risk_controls");
        return body.size() == 1
                && risk.size() > 0
                && risk.properties().stream().allMatch(control -> THREE_DS.contains(control.getKey()));
    }

    private static void amounts(SimulatedCard card, Fields ask) {
        for (String field : List.of("card_limit", "no_pin_payment_amount")) {
            ask.amount(field).filter(amount -> amount.signum() < 0).ifPresent(amount -> {
                throw ask.broken(field, "must be at least 0");
            });
        }
        if (ask.has("card_limit") && card.terms().isSingle()) {
            throw Refusal.card("card_limit of a SINGLE card cannot be changed");
        }
        if (ask.has("card_limit") && card.terms().isOneTime()) {
            throw Refusal.card("card_limit of a ONE_TIME card cannot be changed");
        }
    }

    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        card.amend(order.wish(), clock.instant());
        return event("card.update.succeeded", order, card);
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        return event("card.update.failed", order, card);
    }

    private Optional<SimulatedEvent> event(String type, SimulatedOrder order, SimulatedCard card) {
        return Optional.of(announcer.make(type, order.id(), Optional.of(card.id()), events.updated(card, order)));
    }
}
