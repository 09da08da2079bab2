// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Orders are accepted at once and carried out a little later. The one that makes a card follows the knobs for issuing,
 * all others those for orders. An unfinished order keeps the next one of its card out.
 */
public final class Orders {
    static final String CREATE_CARD = "CREATE_CARD";
    private static final String CARRY_OUT = "order";

    private final Table<SimulatedOrder> table;
    private final Cards cards;
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Alarms alarms;
    private final Courier courier;
    private final Map<String, OrderEffect> effects = new HashMap<>();
    private final Map<String, String> latest = new HashMap<>();

    public Orders(Store store, Cards cards, InstantSource clock, Behaviour behaviour, Alarms alarms, Courier courier) {
        this.table = store.table("order", SimulatedOrder.class, SimulatedOrder::id);
        this.cards = cards;
        this.clock = clock;
        this.behaviour = behaviour;
        this.alarms = alarms;
        this.courier = courier;
        alarms.on(CARRY_OUT, this::due);
    }

    public void when(String orderType, OrderEffect effect) {
        effects.put(orderType, effect);
    }

    public Optional<SimulatedOrder> find(String orderId) {
        return table.find(orderId);
    }

    public List<SimulatedOrder> all() {
        return List.copyOf(table.all());
    }

    private Optional<SimulatedOrder> latestOf(String cardId) {
        return Optional.ofNullable(latest.get(cardId)).flatMap(table::find);
    }

    /** After a start: which order of a card is its latest. */
    public void index() {
        latest.clear();
        table.all().forEach(order -> latest.put(order.cardId(), order.id()));
    }

    public void mustBeIdle(SimulatedCard card) {
        boolean busy = latestOf(card.id())
                .filter(order -> order.blocks(clock.instant()))
                .isPresent();
        if (busy) {
            throw Refusal.card("another order of the card is still processing");
        }
    }

    public SimulatedOrder open(String orderType, SimulatedCard card, BigDecimal amount, ObjectNode wish) {
        return open(UUID.randomUUID().toString(), orderType, card, amount, wish);
    }

    SimulatedOrder open(String orderId, String orderType, SimulatedCard card, BigDecimal amount, ObjectNode wish) {
        SimulatedOrder order = new SimulatedOrder(orderId, orderType, card, amount, wish, clock.instant());
        boolean creation = orderType.equals(CREATE_CARD);
        order.willEnd(behaviour.text(creation ? Knob.ISSUE_OUTCOME : Knob.ORDER_OUTCOME));
        table.put(order);
        latest.put(card.id(), order.id());
        Knob delay = creation ? Knob.ISSUE_DELAY_MS : Knob.ORDER_DELAY_MS;
        alarms.set(CARRY_OUT, order.id(), Duration.ofMillis(behaviour.number(delay)));
        return order;
    }

    /** An order that UQPAY gives itself: done at once, and read like any other. */
    SimulatedOrder done(String orderType, SimulatedCard card) {
        Instant now = clock.instant();
        SimulatedOrder order =
                new SimulatedOrder(UUID.randomUUID().toString(), orderType, card, BigDecimal.ZERO, Json.object(), now);
        order.finish(true, now);
        table.put(order);
        latest.put(card.id(), order.id());
        return order;
    }

    private void due(String orderId) {
        table.find(orderId).flatMap(this::carryOut).ifPresent(courier::send);
    }

    /** Carries an order out now and not when its time comes; the event, if there is one, is the caller's to send. */
    Optional<SimulatedEvent> carryOutNow(SimulatedOrder order) {
        alarms.clear(CARRY_OUT, order.id());
        return carryOut(order);
    }

    /** The same, and its event goes out as well. */
    void carryOutAndTell(SimulatedOrder order) {
        carryOutNow(order).ifPresent(courier::send);
    }

    private Optional<SimulatedEvent> carryOut(SimulatedOrder order) {
        if (!order.isOpen() || order.staysOpen()) {
            return Optional.empty();
        }
        boolean possible = effects.get(order.orderType()).isPossible(order, cards.get(order.cardId()));
        return finish(order, order.willSucceed() && possible);
    }

    /** Ends an open order one way or the other. */
    public Optional<SimulatedEvent> finish(SimulatedOrder order, boolean success) {
        SimulatedCard card = cards.get(order.cardId());
        order.finish(success, clock.instant());
        table.put(order);
        OrderEffect effect = effects.get(order.orderType());
        Optional<SimulatedEvent> event = success ? effect.succeeded(order, card) : effect.failed(order, card);
        cards.save(card);
        return event;
    }
}
