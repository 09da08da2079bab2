// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The end of a card's creation. The first ACTIVE is reported by {@code card.create.succeeded} only, never by a status event. */
public final class Provisioning implements OrderEffect {
    private final Money money;
    private final CardEvents events;
    private final Announcer announcer;
    private final Behaviour behaviour;
    private final Alarms alarms;
    private final InstantSource clock;

    public Provisioning(
            Orders orders,
            Money money,
            CardEvents events,
            Announcer announcer,
            Behaviour behaviour,
            Alarms alarms,
            InstantSource clock) {
        this.money = money;
        this.events = events;
        this.announcer = announcer;
        this.behaviour = behaviour;
        this.alarms = alarms;
        this.clock = clock;
        orders.when(Orders.CREATE_CARD, this);
    }

    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        card.become("ACTIVE", Optional.empty(), clock.instant());
        if (movesMoney(order, card)) {
            money.handOver(order.currency(), order.amount());
            card.load(order.amount());
        }
        if (card.terms().expiryAt() != null) {
            Duration left = Duration.between(clock.instant(), card.terms().expiryAt());
            alarms.set(Cancellation.EXPIRY, card.id(), left);
        }
        return Optional.of(
                announcer.make("card.create.succeeded", order.id(), Optional.of(card.id()), events.created(card)));
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        if (!card.isFinal()) {
            card.become("FAILED", Optional.empty(), clock.instant());
        }
        if (movesMoney(order, card)) {
            money.putBack(order.currency(), order.amount(), "FUNDS_TRANSFER_IN", "card not made");
        }
        ObjectNode data = events.created(card).put("card_available_balance", "0");
        if (behaviour.is(Knob.CREATE_FAILED_CARD_ID, "absent")) {
            data.remove("card_id");
        }
        return Optional.of(announcer.make("card.create.failed", order.id(), Optional.of(card.id()), data));
    }

    private static boolean movesMoney(SimulatedOrder order, SimulatedCard card) {
        return card.terms().isSingle() && order.amount().compareTo(BigDecimal.ZERO) > 0;
    }
}
