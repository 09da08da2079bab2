// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.OrderEffect;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The PIN of a card (uqpay/api.md 10.10): one call since 17 October 2026, and the one it replaced, by a knob. Nothing
 * here ever asks for a PIN again, so none is kept.
 */
final class Pins implements OrderEffect {
    private final Cards cards;
    private final Orders orders;
    private final Cardholders cardholders;
    private final Behaviour behaviour;

    Pins(Cards cards, Orders orders, Cardholders cardholders, Behaviour behaviour) {
        this.cards = cards;
        this.orders = orders;
        this.cardholders = cardholders;
        this.behaviour = behaviour;
        orders.when(SimulatedOrder.PIN_MANAGEMENT, this);
    }

    void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/cards/pin", this::pin);
        routes.on("POST", "/v1/issuing/cards/manage/pin", this::retired);
    }

    private Answer pin(Call call) {
        if (isBeforeOctober()) {
            throw Refusal.card("only a physical card has a PIN");
        }
        Fields ask = call.fields();
        String pin = sixDigits(ask, "pin");
        if (ask.oneOf("type", "SET", "RESET", "UPDATE").orElse("SET").equals("UPDATE")) {
            sixDigits(ask, "old_pin");
        }
        SimulatedCard card = cards.get(ask.requiredUuid("card_id"));
        mustBeHardToGuess(ask, pin, card);
        SimulatedOrder order = order(call, card);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("order_status", "PROCESSING")
                .put("request_status", "SUCCESS"));
    }

    private void mustBeHardToGuess(Fields ask, String pin, SimulatedCard card) {
        if (pin.chars().distinct().count() < pin.length()) {
            throw ask.broken("pin", "must not repeat a digit");
        }
        String phone = cardholders
                .find(card.terms().cardholderId())
                .map(holder -> holder.text("phone_number"))
                .orElse("");
        if (phone.contains(pin)) {
            throw ask.broken("pin", "must not be a part of the phone number");
        }
        if (pin.contains(card.terms().cardNumber().substring(12))) {
            throw ask.broken("pin", "must not contain the last four digits of the card");
        }
    }

    private Answer retired(Call call) {
        if (!isBeforeOctober()) {
            throw Refusal.invalid("this call is retired; use /v1/issuing/cards/pin");
        }
        Fields ask = call.fields();
        sixDigits(ask, "pin");
        if (ask.requiredOneOf("type", "SET", "RESET").equals("RESET")) {
            sixDigits(ask, "old_pin");
        }
        SimulatedCard card = cards.get(ask.requiredUuid("card_id"));
        SimulatedOrder order = order(call, card);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("create_time", Times.seconds(order.createTime())));
    }

    private boolean isBeforeOctober() {
        return behaviour.is(Knob.PIN_CALLS, "before_2026_10");
    }

    private SimulatedOrder order(Call call, SimulatedCard card) {
        orders.mustBeIdle(card);
        ObjectNode wish = Json.object().put("idempotency_key", call.idempotencyKey());
        return orders.open(SimulatedOrder.PIN_MANAGEMENT, card, BigDecimal.ZERO, wish);
    }

    /** No event is published for a PIN: its order has to be read. */
    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        return Optional.empty();
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        return Optional.empty();
    }

    static String sixDigits(Fields ask, String field) {
        String digits = ask.required(field);
        if (!digits.matches("[0-9]{6}")) {
            throw ask.broken(field, "must have 6 digits");
        }
        return digits;
    }
}
