// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/**
 * Recharge or withdraw (uqpay/api.md 10.8). The side that gives is charged when the order is accepted, the side that
 * takes is credited when it is carried out; in between the money is frozen, so that it is never spent twice.
 */
public final class MoveMoney implements OrderEffect {
    /** Which way the money goes. */
    public enum Way {
        RECHARGE,
        WITHDRAW;

        String order() {
            return "CARD_" + name();
        }

        String event(boolean success) {
            return "card." + name().toLowerCase(Locale.ROOT) + (success ? ".succeeded" : ".failed");
        }
    }

    private final Way way;
    private final Cards cards;
    private final Orders orders;
    private final ReadCards read;
    private final Money money;
    private final CardEvents events;
    private final Announcer announcer;
    private final Behaviour behaviour;
    private final InstantSource clock;

    public MoveMoney(
            Way way,
            Cards cards,
            Orders orders,
            ReadCards read,
            Money money,
            CardEvents events,
            Announcer announcer,
            Behaviour behaviour,
            InstantSource clock) {
        this.way = way;
        this.cards = cards;
        this.orders = orders;
        this.read = read;
        this.money = money;
        this.events = events;
        this.announcer = announcer;
        this.behaviour = behaviour;
        this.clock = clock;
        orders.when(way.order(), this);
    }

    public Answer handle(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        BigDecimal amount = call.fields().positive("amount");
        orders.mustBeIdle(card);
        mayMove(card);
        if (card.terms().isSingle()) {
            take(card, amount);
        }
        SimulatedOrder order =
                orders.open(way.order(), card, amount, Json.object().put("idempotency_key", call.idempotencyKey()));
        // UQPAY's sandbox was seen to answer SUCCESS; production answers PENDING.
        if (behaviour.is(Knob.MONEY_ORDERS, "at_once")) {
            orders.carryOutAndTell(order);
        }
        return Answer.ok(read.orderView(order).put("order_status", order.isOpen() ? "PENDING" : order.status()));
    }

    private void mayMove(SimulatedCard card) {
        if (!card.is("ACTIVE")) {
            throw Refusal.card("card status is " + card.status());
        }
        if (card.terms().isOneTime()) {
            throw Refusal.card("not supported for a ONE_TIME card");
        }
        boolean shareMay = way == Way.RECHARGE && behaviour.is(Knob.SHARE_RECHARGE, "accept");
        if (!card.terms().isSingle() && !shareMay) {
            throw Refusal.card("not supported for a SHARE card");
        }
    }

    private void take(SimulatedCard card, BigDecimal amount) {
        if (way == Way.RECHARGE) {
            money.setAside(
                    card.terms().currency(),
                    amount,
                    way.order(),
                    "to card " + card.terms().restNumber());
            return;
        }
        if (card.available().compareTo(amount) < 0) {
            throw Refusal.card("insufficient card balance");
        }
        card.load(amount.negate());
        cards.save(card);
        money.holdInTransit(card.terms().currency(), amount);
    }

    /** What was withdrawn is on its way to the account, whatever becomes of the card. */
    @Override
    public boolean isPossible(SimulatedOrder order, SimulatedCard card) {
        return way == Way.WITHDRAW || !card.isFinal();
    }

    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        if (!card.terms().isSingle()) {
            // There is no money to move; the cap on spending grows.
            card.amend(Json.object().put("card_limit", card.cardLimit().add(order.amount())), clock.instant());
        } else if (way == Way.RECHARGE) {
            money.handOver(order.currency(), order.amount());
            card.load(order.amount());
        } else {
            money.putBack(
                    order.currency(),
                    order.amount(),
                    way.order(),
                    "from card " + card.terms().restNumber());
        }
        return event(order, card, true);
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        if (card.terms().isSingle() && way == Way.RECHARGE) {
            money.putBack(order.currency(), order.amount(), way.order(), "recharge failed");
        } else if (card.terms().isSingle()) {
            money.handOver(order.currency(), order.amount());
            card.load(order.amount());
        }
        return event(order, card, false);
    }

    private Optional<SimulatedEvent> event(SimulatedOrder order, SimulatedCard card, boolean success) {
        return Optional.of(
                announcer.make(way.event(success), order.id(), Optional.of(card.id()), events.moneyMoved(card, order)));
    }
}
