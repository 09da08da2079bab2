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
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The PIN of a card (uqpay/api.md 10.10): one call since 17 October 2026, and the one it replaced, by a knob. Only
 * a digest of a PIN is kept, to compare {@code old_pin} with it.
 */
final class Pins implements OrderEffect {
    private static final String PIN = "pin_digest";
    private static final String OLD_PIN = "old_pin_digest";

    /** The PIN that a card has. */
    record Pin(String cardId, String digest) {}

    private final Table<Pin> table;
    private final Cards cards;
    private final Orders orders;
    private final Cardholders cardholders;
    private final Behaviour behaviour;

    Pins(Store store, Cards cards, Orders orders, Cardholders cardholders, Behaviour behaviour) {
        this.table = store.table("pin", Pin.class, Pin::cardId);
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
        boolean update =
                ask.oneOf("type", "SET", "RESET", "UPDATE").orElse("SET").equals("UPDATE");
        Optional<String> old = update ? Optional.of(sixDigits(ask, "old_pin")) : Optional.empty();
        SimulatedCard card = cards.get(ask.requiredUuid("card_id"));
        mustBeHardToGuess(ask, pin, card);
        SimulatedOrder order = order(call, card, pin, old);
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
        String pin = sixDigits(ask, "pin");
        boolean reset = ask.requiredOneOf("type", "SET", "RESET").equals("RESET");
        Optional<String> old = reset ? Optional.of(sixDigits(ask, "old_pin")) : Optional.empty();
        SimulatedCard card = cards.get(ask.requiredUuid("card_id"));
        SimulatedOrder order = order(call, card, pin, old);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("create_time", Times.seconds(order.createTime())));
    }

    private boolean isBeforeOctober() {
        return behaviour.is(Knob.PIN_CALLS, "before_2026_10");
    }

    private SimulatedOrder order(Call call, SimulatedCard card, String pin, Optional<String> old) {
        orders.mustBeIdle(card);
        ObjectNode wish =
                Json.object().put("idempotency_key", call.idempotencyKey()).put(PIN, digest(card, pin));
        old.ifPresent(digits -> wish.put(OLD_PIN, digest(card, digits)));
        return orders.open(SimulatedOrder.PIN_MANAGEMENT, card, BigDecimal.ZERO, wish);
    }

    private static String digest(SimulatedCard card, String pin) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest((card.id() + pin).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A wrong old PIN fails the order: the only code that UQPAY publishes for it is that of a failed order. */
    @Override
    public boolean isPossible(SimulatedOrder order, SimulatedCard card) {
        String old = order.wish().path(OLD_PIN).asText("");
        boolean known = old.isEmpty()
                || table.find(card.id()).filter(pin -> pin.digest().equals(old)).isPresent();
        return known && !card.isFinal();
    }

    /** No event is published for a PIN: its order has to be read. */
    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        table.put(new Pin(card.id(), order.wish().path(PIN).asText()));
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
