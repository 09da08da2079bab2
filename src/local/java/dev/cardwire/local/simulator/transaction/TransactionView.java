// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.function.Function;

/** A transaction in REST answers, in the answers of the simulation calls, and in events. No two are alike. */
final class TransactionView {
    private final Spelling spelling;

    TransactionView(Spelling spelling) {
        this.spelling = spelling;
    }

    ObjectNode rest(SimulatedTransaction tx, SimulatedCard card) {
        ObjectNode view = common(tx, card.terms().restNumber(), card, Times::seconds);
        view.set("merchant_data", merchant(tx));
        return view;
    }

    ObjectNode detail(SimulatedTransaction tx, SimulatedCard card, boolean reversed, boolean settled) {
        boolean settles = tx.type().equals("AUTHORIZATION") && tx.isApproved() && !reversed;
        String settlement = settled ? "SETTLED" : "UNSETTLED";
        return rest(tx, card).put("settlement_status", settles ? settlement : "NOT_APPLICABLE");
    }

    ObjectNode event(SimulatedTransaction tx, SimulatedCard card) {
        ObjectNode view = common(tx, card.terms().eventNumber(), card, Times::millis);
        view.putArray("merchant_data").add(merchant(tx));
        return view;
    }

    /** The answer of a simulation call still says {@code failure_reason} where all others say {@code description}. */
    ObjectNode simulated(SimulatedTransaction tx, SimulatedCard card) {
        ObjectNode view = Json.object()
                .put("card_id", card.id())
                .put("card_number", card.terms().restNumber())
                .put("cardholder_id", card.terms().cardholderId())
                .put("transaction_id", tx.transactionId())
                .put("transaction_type", tx.type());
        spelling.amount(view, "card_available_balance", tx.cardAvailableBalance());
        view.put("authorization_code", tx.authorizationCode());
        spelling.amount(view, "billing_amount", tx.billing());
        view.put("billing_currency", tx.billingCurrency());
        spelling.amount(view, "transaction_amount", tx.amount());
        view.put("transaction_currency", tx.currency())
                .put("transaction_time", Times.seconds(tx.time()))
                .put("failure_reason", tx.description())
                .put("transaction_status", tx.status())
                .put("posted_time", Times.seconds(tx.time()));
        view.set("merchant_data", merchant(tx));
        return view;
    }

    private ObjectNode common(
            SimulatedTransaction tx, String number, SimulatedCard card, Function<Instant, String> time) {
        ObjectNode view = Json.object()
                .put("card_id", card.id())
                .put("card_number", number)
                .put("cardholder_id", card.terms().cardholderId())
                .put("transaction_id", tx.transactionId())
                .put("short_transaction_id", tx.shortTransactionId())
                .put("original_transaction_id", tx.originalTransactionId())
                .put("transaction_type", tx.type());
        amount(view, "transaction_fee", tx.fee());
        view.put("transaction_fee_currency", tx.billingCurrency());
        view.put("fee_pass_through", tx.fee().signum() > 0 ? "Y" : "N");
        amount(view, "card_available_balance", tx.cardAvailableBalance());
        view.put("authorization_code", tx.authorizationCode());
        amount(view, "billing_amount", tx.billing());
        view.put("billing_currency", tx.billingCurrency());
        amount(view, "transaction_amount", tx.amount());
        return view.put("transaction_currency", tx.currency())
                .put("transaction_time", time.apply(tx.time()))
                .put("description", tx.description())
                .put("transaction_status", tx.status())
                .put("posted_time", time.apply(tx.time()))
                .put("wallet_type", "");
    }

    private void amount(ObjectNode view, String field, BigDecimal amount) {
        spelling.text(view, field, amount);
    }

    private static ObjectNode merchant(SimulatedTransaction tx) {
        return Json.object()
                .put("category_code", tx.merchantCategoryCode())
                .put("city", "")
                .put("country", "")
                .put("name", tx.merchantName());
    }
}
