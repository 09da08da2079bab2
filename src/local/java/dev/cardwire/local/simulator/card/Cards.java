// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.product.SimulatedProduct;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.wire.Refusal;
import java.util.List;
import java.util.Optional;

/** All cards of the account, and where their numbers come from. */
public final class Cards {
    private static final long SPREAD = 7_919;
    private static final int LENGTH = 16;

    private final Table<SimulatedCard> table;

    public Cards(Store store) {
        this.table = store.table("card", SimulatedCard.class, SimulatedCard::id);
    }

    public Optional<SimulatedCard> find(String id) {
        return table.find(id);
    }

    public SimulatedCard get(String id) {
        return table.find(id).orElseThrow(Refusal::noSuchCard);
    }

    public void save(SimulatedCard card) {
        table.put(card);
    }

    public List<SimulatedCard> newestFirst() {
        return table.newestFirst();
    }

    /** A number that no other card has and that no card in the world can have: its check digit is wrong on purpose. */
    String nextNumber(SimulatedProduct product) {
        int digits = LENGTH - 1 - product.cardBin().length();
        long room = (long) Math.pow(10, digits);
        long serial = (table.size() + 1) * SPREAD % room;
        String body = product.cardBin() + String.format("%0" + digits + "d", serial);
        return body + (luhn(body) + 5) % 10;
    }

    private static int luhn(String body) {
        int sum = 0;
        for (int i = 0; i < body.length(); i++) {
            int digit = body.charAt(body.length() - 1 - i) - '0';
            int doubled = i % 2 == 0 ? digit * 2 : digit;
            sum += doubled > 9 ? doubled - 9 : doubled;
        }
        return (10 - sum % 10) % 10;
    }
}
