// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.webhook.Announcer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** How a card ends: after thirty days as PRE_CANCEL, at its expiry, or when a one-time card has been used. */
public final class Cancellation {
    static final String EXPIRY = "expiry";
    private static final String LAST_DAY = "cancel";
    private static final Duration WAITING_PERIOD = Duration.ofDays(30);

    private final Cards cards;
    private final Orders orders;
    private final Money money;
    private final CardEvents events;
    private final Announcer announcer;
    private final Alarms alarms;
    private final InstantSource clock;

    public Cancellation(
            Cards cards,
            Orders orders,
            Money money,
            CardEvents events,
            Announcer announcer,
            Alarms alarms,
            InstantSource clock) {
        this.cards = cards;
        this.orders = orders;
        this.money = money;
        this.events = events;
        this.announcer = announcer;
        this.alarms = alarms;
        this.clock = clock;
        alarms.on(
                LAST_DAY,
                id -> cards.find(id).filter(card -> card.is("PRE_CANCEL")).ifPresent(this::cancelAndTell));
        alarms.on(EXPIRY, id -> cards.find(id).filter(card -> !card.isFinal()).ifPresent(this::cancelAndTell));
    }

    /** Open authorizations may still settle for thirty days; only then is the card gone and its rest returned. */
    public void preCancel(SimulatedCard card, Optional<String> reason) {
        card.become("PRE_CANCEL", reason, clock.instant());
        alarms.setScaled(LAST_DAY, card.id(), WAITING_PERIOD);
    }

    public void cancel(SimulatedCard card, Optional<String> reason) {
        card.become("CANCELLED", reason, clock.instant());
        alarms.clear(LAST_DAY, card.id());
        alarms.clear(EXPIRY, card.id());
        BigDecimal rest = card.loaded();
        if (rest.signum() > 0) {
            card.load(rest.negate());
            money.book(
                    card.terms().currency(),
                    rest,
                    "FUNDS_TRANSFER_IN",
                    "rest of card " + card.terms().restNumber());
        }
    }

    /** Ends a card by UQPAY's own doing: the order in the event's source is one that no client has seen. */
    public void cancelAndTell(SimulatedCard card) {
        cancel(card, Optional.empty());
        cards.save(card);
        announcer.announce(
                "card.status.update.succeeded",
                orders.done(ChangeStatus.ORDER, card).id(),
                Optional.of(card.id()),
                events.statusUpdated(card));
    }
}
