// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Accounts;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.UUID;

/** What network protection costs, as its events report it (uqpay/webhooks.md 4.2). */
public final class ProtectionFees {
    static final BigDecimal FEE = BigDecimal.ONE;

    private final Spelling spelling;
    private final InstantSource clock;

    public ProtectionFees(Spelling spelling, InstantSource clock) {
        this.spelling = spelling;
        this.clock = clock;
    }

    public ObjectNode enrolment(SimulatedCard card, String actionCode) {
        ObjectNode data = Json.object().put("card_id", card.id()).put("action_code", actionCode);
        return fee(data, "enrollment", card.terms().currency());
    }

    /** The account's fee of a month, for so many cards together: of no one card, so without the id of any. */
    public ObjectNode maintenance(long cards) {
        ObjectNode data = Json.object()
                .put("account_id", Accounts.MASTER)
                .put("billing_period", Times.seconds(clock.instant()).substring(0, "yyyy-MM".length()))
                .put("card_count", cards);
        return fee(data, "maintenance", "USD");
    }

    private ObjectNode fee(ObjectNode data, String name, String currency) {
        String now = Times.seconds(clock.instant());
        spelling.amount(data, "transaction_amount", FEE);
        spelling.amount(data, "balance_amount", FEE.negate());
        return data.put("transaction_id", newId())
                .put("transaction_type", "FEE")
                .put("remark", "network protection " + name + " fee")
                .put("transaction_currency", currency)
                .put("transaction_time", now)
                .put("posted_time", now)
                .put("transaction_status", "APPROVED");
    }

    /** Whatever network protection gives an id to, it is no UUID (uqpay/webhooks.md 4.2 and 5). */
    public static String newId() {
        return "NP-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
