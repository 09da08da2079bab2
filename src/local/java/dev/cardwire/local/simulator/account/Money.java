// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.account;

import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The account's issuing balances. Money is never made or lost here: what is set aside is frozen, and leaves only for a
 * card or back to where it came from; every change of the available sum leaves a ledger entry.
 */
public final class Money {
    private final Table<SimulatedBalance> balances;
    private final Table<LedgerEntry> ledger;
    private final InstantSource clock;

    public Money(Store store, InstantSource clock) {
        this.balances = store.table("balance", SimulatedBalance.class, SimulatedBalance::currency);
        this.ledger = store.table("ledger", LedgerEntry.class, LedgerEntry::transactionId);
        this.clock = clock;
    }

    public void seed(Instant now) {
        balances.put(
                new SimulatedBalance("72970a7c-7921-431c-b95f-3438724ba16f", "USD", new BigDecimal("1000000"), now));
        balances.put(
                new SimulatedBalance("0b8e5d3a-46f1-4c92-a7d0-e91c35f8b264", "SGD", new BigDecimal("500000"), now));
        completeSeed();
    }

    /** State files of earlier releases know fewer currencies. */
    public void completeSeed() {
        addUnlessKnown("c1f6a2d8-7b34-4e59-9d20-3a8e5b7c4f16", "HKD", "4000000");
        addUnlessKnown("e7d90b45-12ac-4f68-8b3e-6c5d2f1a9e07", "XUSD", "250000");
    }

    private void addUnlessKnown(String balanceId, String currency, String amount) {
        if (find(currency).isEmpty()) {
            balances.put(new SimulatedBalance(balanceId, currency, new BigDecimal(amount), clock.instant()));
        }
    }

    public Optional<SimulatedBalance> find(String currency) {
        return balances.find(currency);
    }

    public SimulatedBalance get(String currency) {
        return find(currency).orElseThrow(() -> Refusal.account("balance of " + currency + " not found"));
    }

    public List<SimulatedBalance> all() {
        return List.copyOf(balances.all());
    }

    public List<LedgerEntry> ledgerNewestFirst() {
        return ledger.newestFirst();
    }

    public void mustCover(String currency, BigDecimal amount) {
        if (get(currency).available().compareTo(amount) < 0) {
            throw Refusal.account("insufficient issuing balance");
        }
    }

    /** Takes money out of the available sum and holds it until the order that needs it is finished. */
    public void setAside(String currency, BigDecimal amount, String type, String why) {
        mustCover(currency, amount);
        book(currency, amount.negate(), type, why);
        holdInTransit(currency, amount);
    }

    /** What was set aside is spent: it is on the card now. */
    public void handOver(String currency, BigDecimal amount) {
        holdInTransit(currency, amount.negate());
    }

    /** What was set aside comes back. */
    public void putBack(String currency, BigDecimal amount, String type, String why) {
        holdInTransit(currency, amount.negate());
        book(currency, amount, type, why);
    }

    /** Money that has left a card and has not arrived yet. */
    public void holdInTransit(String currency, BigDecimal amount) {
        SimulatedBalance balance = get(currency);
        balance.freeze(amount);
        balances.put(balance);
    }

    /** Adds to the available sum, or takes from it when negative, and says so in the ledger. */
    public LedgerEntry book(String currency, BigDecimal amount, String type, String why) {
        SimulatedBalance balance = get(currency);
        Instant now = clock.instant();
        balance.add(amount, now);
        balances.put(balance);
        LedgerEntry entry = new LedgerEntry(
                UUID.randomUUID().toString(), balance.id(), currency, type, amount, balance.available(), why, now);
        if (amount.signum() != 0) {
            ledger.put(entry);
        }
        return entry;
    }
}
