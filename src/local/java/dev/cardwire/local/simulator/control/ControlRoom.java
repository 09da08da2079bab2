// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.CardCalls;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.extra.ProtectionFees;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import java.time.InstantSource;

/** Puts the controls together. */
public final class ControlRoom {
    private ControlRoom() {}

    public static Controls furnish(
            Behaviour behaviour,
            Alarms alarms,
            Courier courier,
            Announcer announcer,
            Table<SimulatedEvent> events,
            CardCalls cards,
            Cardholders cardholders,
            Money money,
            InstantSource clock,
            Runnable stealToken,
            Runnable reset) {
        Truth truth = new Truth(cards.orders(), cards.cancellation(), money, clock);
        Payloads payloads = new Payloads(cards.events(), new ProtectionFees(new Spelling(behaviour), clock), clock);
        EventMaker maker =
                new EventMaker(cards.cards(), cardholders, cards.dashboard(), payloads, truth, announcer, clock);
        CardReport report = new CardReport(cards.cards(), cards.orders());
        Scenarios scenarios =
                new Scenarios(behaviour, cards.cards(), cards.dashboard(), maker, courier, stealToken, clock);
        return new Controls(behaviour, alarms, maker, courier, events, report, scenarios, reset);
    }
}
