// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Network protection on and off (uqpay/api.md 10.12); the DELETE carries a body. */
final class NetworkProtection {
    /** A card that is protected. */
    record Protection(String cardId, String actionCode, Instant at) {}

    private static final String ENROLMENT_FEE = "card.risk_control.network_protection.enrollment_fee.charged";

    private final Table<Protection> table;
    private final Cards cards;
    private final Money money;
    private final ProtectionFees fees;
    private final Announcer announcer;
    private final Behaviour behaviour;
    private final InstantSource clock;

    NetworkProtection(
            Store store,
            Cards cards,
            Money money,
            ProtectionFees fees,
            Announcer announcer,
            Behaviour behaviour,
            InstantSource clock) {
        this.table = store.table("protection", Protection.class, Protection::cardId);
        this.cards = cards;
        this.money = money;
        this.fees = fees;
        this.announcer = announcer;
        this.behaviour = behaviour;
        this.clock = clock;
    }

    Answer enable(Call call) {
        SimulatedCard card = card(call);
        Protection protection = new Protection(
                card.id(), call.fields().requiredOneOf("action_code", "04", "41", "43", "46", "54"), clock.instant());
        boolean isNew = table.find(card.id()).isEmpty();
        table.put(protection);
        if (isNew && behaviour.is(Knob.PROTECTION_FEE, "charged")) {
            charge(card, protection.actionCode());
        }
        return Answer.ok(view(card, Optional.of(protection)));
    }

    /** To the account: the event's {@code balance_amount} is that of no card. */
    private void charge(SimulatedCard card, String actionCode) {
        String currency = card.terms().currency();
        money.book(currency, ProtectionFees.FEE.negate(), "FEE", "network protection");
        announcer.announce(
                ENROLMENT_FEE, ProtectionFees.newId(), Optional.of(card.id()), fees.enrolment(card, actionCode));
    }

    Answer disable(Call call) {
        SimulatedCard card = card(call);
        table.remove(card.id());
        return Answer.ok(view(card, Optional.empty()));
    }

    private SimulatedCard card(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        call.fields().requiredOneOf("risk_control", "network_protection");
        if (card.isFinal()) {
            throw Refusal.noSuchCard();
        }
        return card;
    }

    private static ObjectNode view(SimulatedCard card, Optional<Protection> protection) {
        return Json.object()
                .put("card_id", card.id())
                .put("card_number", card.terms().restNumber())
                .put("cardholder_id", card.terms().cardholderId())
                .put("card_scheme", card.terms().cardScheme())
                .put("enabled", protection.isPresent())
                .put("status", protection.isPresent() ? "ENABLED" : "DISABLED")
                .put("action_code", protection.map(Protection::actionCode).orElse(""))
                .put("definition", protection.isPresent() ? "network protection" : "")
                .put(
                        "update_time",
                        protection.map(found -> Times.utc(found.at())).orElse(null));
    }
}
