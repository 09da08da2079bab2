// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.Cancellation;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.TimeRange;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reading transactions, and the sandbox's calls that make them (uqpay/api.md 10.13, 10.15). */
public final class TransactionCalls {
    private final Cards cards;
    private final Pages pages;
    private final TransactionView view;
    private final Register register;
    private final Settlements settlements;
    private final Authorize authorize;
    private final InstantSource clock;

    public TransactionCalls(
            Store store,
            Cards cards,
            Money money,
            Cancellation cancellation,
            Announcer announcer,
            Spelling spelling,
            Pages pages,
            Function<SimulatedCard, Optional<BigDecimal>> elevatedLimit,
            Alarms alarms,
            Behaviour behaviour,
            InstantSource clock) {
        this.cards = cards;
        this.pages = pages;
        this.clock = clock;
        this.view = new TransactionView(spelling);
        this.register = new Register(store, cards, money, view, announcer);
        this.settlements = new Settlements(store, cards, register, cancellation, alarms, behaviour, clock);
        this.authorize = new Authorize(cards, money, register, view, settlements, cancellation, elevatedLimit, clock);
    }

    public void routes(Routes routes) {
        routes.on("GET", "/v1/issuing/transactions", this::list);
        routes.on("POST", "/v1/issuing/transactions/unsolicited_refund/release", this::release);
        routes.on("GET", "/v1/issuing/transactions/:id", this::one);
        routes.on("POST", "/v1/simulation/issuing/authorization", authorize::handle);
        routes.on("POST", "/v1/simulation/issuing/reversal", this::reverse);
    }

    private Answer list(Call call) {
        TimeRange range = TimeRange.of(call);
        Optional<String> cardId = call.query("card_id");
        List<SimulatedTransaction> matching = register.newestFirst().stream()
                .filter(tx -> cardId.isEmpty() || cardId.get().equals(tx.cardId()))
                .filter(tx -> range.holds(tx.time()))
                .toList();
        return pages.page(call, matching, tx -> view.rest(tx, cards.get(tx.cardId())));
    }

    private Answer one(Call call) {
        SimulatedTransaction tx = register.get(call.param("id"));
        boolean reversed = register.reversalOf(tx.transactionId()).isPresent();
        return Answer.ok(view.detail(tx, cards.get(tx.cardId()), reversed, settlements.isSettled(tx)));
    }

    private Answer reverse(Call call) {
        SimulatedTransaction first = register.get(call.fields().requiredUuid("transaction_id"));
        if (!first.type().equals("AUTHORIZATION") || !first.isApproved()) {
            throw Refusal.card("only an approved authorization can be reversed");
        }
        if (register.reversalOf(first.transactionId()).isPresent()) {
            throw Refusal.card("transaction is already reversed");
        }
        if (settlements.isSettled(first)) {
            throw Refusal.card("transaction is already settled");
        }
        SimulatedCard card = cards.get(first.cardId());
        register.charge(card, first.billing().negate(), "ISSUING_REVERSAL");
        String id = UUID.randomUUID().toString();
        SimulatedTransaction reversal = new SimulatedTransaction(
                id,
                "T-" + id.substring(0, 13).toUpperCase(Locale.ROOT),
                first.transactionId(),
                card.id(),
                "REVERSAL",
                "APPROVED",
                first.amount(),
                first.currency(),
                first.billing(),
                first.billingCurrency(),
                BigDecimal.ZERO,
                card.available(),
                "",
                "",
                first.merchantName(),
                first.merchantCategoryCode(),
                clock.instant());
        register.note(reversal, card, "issuing.transaction.reversal");
        return Answer.ok(view.simulated(reversal, card));
    }

    private Answer release(Call call) {
        register.get(call.fields().requiredUuid("related_transaction_id"));
        return Answer.ok(Json.object().put("request_status", "SUCCESS"));
    }
}
