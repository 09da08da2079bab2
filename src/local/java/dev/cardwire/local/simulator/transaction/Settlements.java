// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.card.Cancellation;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What a merchant takes in the end for an approved purchase: the same, less or more, by a knob. Only a difference is a
 * transaction of its own (uqpay/webhooks.md 4.3).
 */
final class Settlements {
    private static final List<String> WAYS = List.of("same", "less", "more");
    private static final BigDecimal DIFFERENCE = new BigDecimal("0.1");

    /** An authorization that is settled. */
    record Settlement(String transactionId, Instant at) {}

    private final Table<Settlement> table;
    private final Cards cards;
    private final Register register;
    private final Cancellation cancellation;
    private final Alarms alarms;
    private final Behaviour behaviour;
    private final InstantSource clock;

    Settlements(
            Store store,
            Cards cards,
            Register register,
            Cancellation cancellation,
            Alarms alarms,
            Behaviour behaviour,
            InstantSource clock) {
        this.table = store.table("settlement", Settlement.class, Settlement::transactionId);
        this.cards = cards;
        this.register = register;
        this.cancellation = cancellation;
        this.alarms = alarms;
        this.behaviour = behaviour;
        this.clock = clock;
        WAYS.forEach(way -> alarms.on(kind(way), id -> settle(register.get(id), way)));
    }

    private static String kind(String way) {
        return "settlement_" + way;
    }

    /** How it will be settled is fixed here: turning the knob later does not change it. */
    void plan(SimulatedTransaction tx) {
        String way = behaviour.text(Knob.SETTLEMENT);
        if (WAYS.contains(way)) {
            alarms.set(kind(way), tx.transactionId(), Duration.ofMillis(behaviour.number(Knob.SETTLEMENT_DELAY_MS)));
        }
    }

    boolean isSettled(SimulatedTransaction tx) {
        return table.find(tx.transactionId()).isPresent();
    }

    private void settle(SimulatedTransaction tx, String way) {
        if (register.reversalOf(tx.transactionId()).isPresent()) {
            return;
        }
        table.put(new Settlement(tx.transactionId(), clock.instant()));
        SimulatedCard card = cards.get(tx.cardId());
        if (!way.equals("same")) {
            difference(tx, card, way.equals("more"));
        }
        if ("ON_CAPTURE".equals(card.terms().autoCancelTrigger()) && !card.isFinal()) {
            cancellation.cancelAndTell(card);
        }
    }

    private void difference(SimulatedTransaction first, SimulatedCard card, boolean more) {
        BigDecimal billing = tenth(first.billing().subtract(first.fee()));
        String word = more ? "DEBIT" : "CREDIT";
        register.charge(card, more ? billing : billing.negate(), "SETTLEMENT_" + word);
        String id = UUID.randomUUID().toString();
        SimulatedTransaction settlement = new SimulatedTransaction(
                id,
                "T-" + id.substring(0, 13).toUpperCase(Locale.ROOT),
                first.transactionId(),
                card.id(),
                "SETTLEMENT " + word,
                "APPROVED",
                tenth(first.amount()),
                first.currency(),
                billing,
                first.billingCurrency(),
                BigDecimal.ZERO,
                card.available(),
                "",
                "",
                first.merchantName(),
                first.merchantCategoryCode(),
                clock.instant());
        register.note(settlement, card, "issuing.transaction.settlement." + word.toLowerCase(Locale.ROOT));
    }

    private static BigDecimal tenth(BigDecimal amount) {
        return amount.multiply(DIFFERENCE).setScale(2, RoundingMode.UP);
    }
}
