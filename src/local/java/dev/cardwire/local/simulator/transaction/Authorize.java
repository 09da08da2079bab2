// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.transaction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.card.Cancellation;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The sandbox's purchase (uqpay/api.md 10.15). A declined one is answered with 200 as well. */
final class Authorize {
    private static final String BIN = "40963608";
    private static final String MCC = "5734";
    private static final BigDecimal FEE = new BigDecimal("1.5");
    /** What a dollar is worth, at all times; an XUSD is one. */
    private static final Map<String, BigDecimal> PER_USD = Map.of(
            "USD", BigDecimal.ONE, "XUSD", BigDecimal.ONE, "SGD", new BigDecimal("1.35"), "HKD", new BigDecimal("7.8"));

    private final Cards cards;
    private final Money money;
    private final Register register;
    private final TransactionView view;
    private final Settlements settlements;
    private final Cancellation cancellation;
    private final Function<SimulatedCard, Optional<BigDecimal>> elevatedLimit;
    private final InstantSource clock;

    Authorize(
            Cards cards,
            Money money,
            Register register,
            TransactionView view,
            Settlements settlements,
            Cancellation cancellation,
            Function<SimulatedCard, Optional<BigDecimal>> elevatedLimit,
            InstantSource clock) {
        this.cards = cards;
        this.money = money;
        this.register = register;
        this.view = view;
        this.settlements = settlements;
        this.cancellation = cancellation;
        this.elevatedLimit = elevatedLimit;
        this.clock = clock;
    }

    Answer handle(Call call) {
        Fields ask = call.fields();
        SimulatedCard card = cards.find(ask.requiredUuid("card_id"))
                .filter(found -> found.terms().cardBin().equals(BIN) && !found.isFinal())
                .orElseThrow(() -> Refusal.card("Card does not exists"));
        BigDecimal amount = ask.positive("transaction_amount");
        String currency = ask.requiredOneOf("transaction_currency", "USD", "SGD", "HKD");
        ask.required("merchant_name");
        if (!ask.required("merchant_category_code").equals(MCC)) {
            throw ask.broken("merchant_category_code", "must be " + MCC);
        }
        BigDecimal price = inCardCurrency(amount, currency, card.terms().currency());
        String decline = decline(card, price);
        boolean approved = decline.isEmpty();
        if (approved) {
            register.charge(card, price.add(FEE), "ISSUING_AUTHORIZATION");
        }
        SimulatedTransaction tx = transaction(ask, card, amount, currency, price, decline);
        register.note(tx, card, "issuing.transaction.authorization");
        if (approved) {
            settlements.plan(tx);
        }
        if (approved && "ON_AUTH".equals(card.terms().autoCancelTrigger())) {
            cancellation.cancelAndTell(card);
        }
        return Answer.ok(view.simulated(tx, card));
    }

    private static BigDecimal inCardCurrency(BigDecimal amount, String from, String to) {
        return from.equals(to)
                ? amount
                : amount.multiply(PER_USD.get(to)).divide(PER_USD.get(from), 2, RoundingMode.HALF_UP);
    }

    /** Why the purchase is refused; blank if it is not. */
    private String decline(SimulatedCard card, BigDecimal price) {
        if (!card.is("ACTIVE")) {
            return "1004 - Card Not Active";
        }
        if (price.compareTo(perTransaction(card)) > 0) {
            return "1061 - Exceeds Per Transaction Limit";
        }
        for (JsonNode blocked : card.riskControls().path("blocked_mcc")) {
            if (blocked.asText().equals(MCC)) {
                return "1062 - Merchant Category Not Allowed";
            }
        }
        JsonNode allowed = card.riskControls().path("allowed_mcc");
        if (!allowed.isEmpty() && !allowed.toString().contains(MCC)) {
            return "1062 - Merchant Category Not Allowed";
        }
        BigDecimal cost = price.add(FEE);
        boolean accountShort = !card.terms().isSingle()
                && money.get(card.terms().currency()).available().compareTo(cost) < 0;
        return card.available().compareTo(cost) < 0 || accountShort ? "1051 - Insufficient Funds" : "";
    }

    private BigDecimal perTransaction(SimulatedCard card) {
        return elevatedLimit.apply(card).orElseGet(() -> {
            BigDecimal lowest = null;
            for (JsonNode control : card.spendingControls()) {
                BigDecimal amount = control.path("amount").decimalValue();
                lowest = lowest == null ? amount : lowest.min(amount);
            }
            return lowest == null ? new BigDecimal("20000") : lowest;
        });
    }

    private SimulatedTransaction transaction(
            Fields ask, SimulatedCard card, BigDecimal amount, String currency, BigDecimal price, String decline) {
        String id = UUID.randomUUID().toString();
        boolean approved = decline.isEmpty();
        return new SimulatedTransaction(
                id,
                "T-" + id.substring(0, 13).toUpperCase(Locale.ROOT),
                "",
                card.id(),
                "AUTHORIZATION",
                approved ? "APPROVED" : "DECLINED",
                amount,
                currency,
                approved ? price.add(FEE) : price,
                card.terms().currency(),
                approved ? FEE : BigDecimal.ZERO,
                card.available(),
                approved ? id.substring(30).toUpperCase(Locale.ROOT) : "",
                decline,
                ask.required("merchant_name"),
                MCC,
                clock.instant());
    }
}
