// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.OrderEffect;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
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

/** Calls that are for physical cards (uqpay/api.md 10.10), answered as for an account that has none. */
final class PhysicalCards implements OrderEffect {
    private final Cards cards;
    private final Orders orders;

    PhysicalCards(Cards cards, Orders orders) {
        this.cards = cards;
        this.orders = orders;
        orders.when(SimulatedOrder.PIN_MANAGEMENT, this);
    }

    void routes(Routes routes) {
        routes.on("POST", "/v1/issuing/cards/assign", this::assign);
        routes.on("POST", "/v1/issuing/cards/activate", this::activate);
        routes.on("POST", "/v1/issuing/cards/pin", this::pin);
        routes.on("POST", "/v1/issuing/cards/manage/pin", this::legacyPin);
        routes.on("POST", "/v1/issuing/cards/bulk", this::bulk);
    }

    private Answer assign(Call call) {
        Fields ask = call.fields();
        ask.requiredUuid("cardholder_id");
        ask.required("card_number");
        ask.required("card_currency");
        ask.requiredOneOf("card_mode", "SINGLE", "SHARE");
        throw Refusal.of(400, "card_error", "invalid_number", "card number cannot be assigned");
    }

    private Answer activate(Call call) {
        Fields ask = call.fields();
        ask.required("activation_code");
        sixDigits(ask, "pin");
        cards.get(ask.requiredUuid("card_id"));
        throw Refusal.card("only a physical card can be activated");
    }

    private Answer pin(Call call) {
        Fields ask = call.fields();
        sixDigits(ask, "pin");
        ask.oneOf("type", "SET", "RESET", "UPDATE");
        cards.get(ask.requiredUuid("card_id"));
        throw Refusal.card("only a physical card has a PIN");
    }

    /** The old call takes virtual cards; nothing here ever asks for the PIN again. */
    private Answer legacyPin(Call call) {
        Fields ask = call.fields();
        sixDigits(ask, "pin");
        if (ask.requiredOneOf("type", "SET", "RESET").equals("RESET")) {
            sixDigits(ask, "old_pin");
        }
        SimulatedCard card = cards.get(ask.requiredUuid("card_id"));
        orders.mustBeIdle(card);
        ObjectNode wish = Json.object().put("idempotency_key", call.idempotencyKey());
        SimulatedOrder order = orders.open(SimulatedOrder.PIN_MANAGEMENT, card, BigDecimal.ZERO, wish);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("create_time", Times.seconds(order.createTime())));
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

    private Answer bulk(Call call) {
        Fields ask = call.fields();
        ask.required("card_bin");
        throw Refusal.of(400, "card_error", "insufficient_sub_bin", "no card numbers left for the BIN");
    }

    private static void sixDigits(Fields ask, String field) {
        if (!ask.required(field).matches("[0-9]{6}")) {
            throw ask.broken(field, "must have 6 digits");
        }
    }
}
