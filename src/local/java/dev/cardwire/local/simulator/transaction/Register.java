// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Keeps transactions, moves their money and reports them. */
final class Register {
    private final Table<SimulatedTransaction> table;
    private final Cards cards;
    private final Money money;
    private final TransactionView view;
    private final Announcer announcer;

    Register(Store store, Cards cards, Money money, TransactionView view, Announcer announcer) {
        this.table = store.table("transaction", SimulatedTransaction.class, SimulatedTransaction::transactionId);
        this.cards = cards;
        this.money = money;
        this.view = view;
        this.announcer = announcer;
    }

    SimulatedTransaction get(String id) {
        return table.find(id).orElseThrow(() -> Refusal.missing("card_error", "transaction"));
    }

    List<SimulatedTransaction> newestFirst() {
        return table.newestFirst();
    }

    Optional<SimulatedTransaction> reversalOf(String id) {
        return table.all().stream()
                .filter(tx -> tx.type().equals("REVERSAL")
                        && tx.originalTransactionId().equals(id))
                .findFirst();
    }

    /** Takes what a transaction costs from its card, or gives it back when negative. A SHARE card spends the account's. */
    void charge(SimulatedCard card, BigDecimal billing, String ledgerType) {
        card.consume(billing);
        // What comes back for a card that is gone goes to the account, where its rest went.
        if (card.terms().isSingle() && !card.isFinal()) {
            card.load(billing.negate());
        } else {
            money.book(
                    card.terms().currency(),
                    billing.negate(),
                    ledgerType,
                    "card " + card.terms().restNumber());
        }
        cards.save(card);
    }

    void note(SimulatedTransaction tx, SimulatedCard card, String eventType) {
        table.put(tx);
        announcer.announce(eventType, tx.transactionId(), Optional.of(card.id()), view.event(tx, card));
    }
}
