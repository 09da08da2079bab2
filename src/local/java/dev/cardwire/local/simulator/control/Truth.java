// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.card.Cancellation;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
import dev.cardwire.local.simulator.store.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Makes what an event from the controls says true of the simulator's own card, so that a later read agrees with it.
 * An event dated before the card's last change is old news: it is sent, and changes nothing.
 */
final class Truth {
    private final Orders orders;
    private final Cancellation cancellation;
    private final Money money;
    private final InstantSource clock;

    Truth(Orders orders, Cancellation cancellation, Money money, InstantSource clock) {
        this.orders = orders;
        this.cancellation = cancellation;
        this.money = money;
        this.clock = clock;
    }

    void apply(String type, SimulatedCard card, ObjectNode data) {
        if (isOldNews(card, data)) {
            return;
        }
        if (type.startsWith("card.create.")) {
            finishCreation(type, card);
        }
        boolean failure = type.endsWith(".failed") && !type.equals("card.create.failed");
        if (type.startsWith("card.") && !failure) {
            status(type, card, data);
        }
        if (type.startsWith("issuing.transaction.settlement.")
                && "ON_CAPTURE".equals(card.terms().autoCancelTrigger())
                && !card.isFinal()) {
            cancellation.cancelAndTell(card);
        }
        switch (type) {
            case "card.update.succeeded" -> card.amend(amendment(data), clock.instant());
            case "card.recharge.succeeded" -> move(card, amount(data), "CARD_RECHARGE");
            case "card.withdraw.succeeded" -> move(card, amount(data).negate(), "CARD_WITHDRAW");
            default -> {}
        }
    }

    private static boolean isOldNews(SimulatedCard card, ObjectNode data) {
        try {
            String time = data.path("update_time").asText("");
            Instant last = card.updateTime().truncatedTo(ChronoUnit.SECONDS);
            return !time.isEmpty() && OffsetDateTime.parse(time).toInstant().isBefore(last);
        } catch (DateTimeException notATime) {
            return false;
        }
    }

    private void finishCreation(String type, SimulatedCard card) {
        // Its own event stays unsent: the one from the controls says the same.
        orders.find(card.terms().cardOrderId())
                .filter(SimulatedOrder::isOpen)
                .ifPresent(order -> orders.finish(order, type.endsWith("succeeded")));
    }

    private void status(String type, SimulatedCard card, ObjectNode data) {
        String wanted = data.path("card_status").asText(type.equals("card.create.failed") ? "FAILED" : "");
        if (wanted.isEmpty() || wanted.equals(card.status())) {
            return;
        }
        Optional<String> reason = Optional.ofNullable(data.path("update_reason").textValue());
        switch (wanted) {
            case "PRE_CANCEL" -> cancellation.preCancel(card, reason);
            case "CANCELLED" -> cancellation.cancel(card, reason);
            default -> card.become(wanted, reason, clock.instant());
        }
    }

    /** The part of an update event that changes the card, its amounts as numbers. */
    private static ObjectNode amendment(ObjectNode data) {
        ObjectNode wish = Json.object();
        if (data.hasNonNull("card_limit")) {
            wish.put("card_limit", decimal(data.get("card_limit")));
        }
        if (data.path("spending_controls").isArray()) {
            ArrayNode list = wish.putArray("spending_controls");
            data.get("spending_controls").forEach(control -> list.addObject()
                    .put("amount", decimal(control.path("amount")))
                    .put("interval", "PER_TRANSACTION"));
        }
        if (data.path("metadata").isObject()) {
            wish.set("metadata", data.get("metadata"));
        }
        if (data.path("risk_control").isObject()) {
            wish.set("risk_controls", data.get("risk_control"));
        }
        return wish;
    }

    /** What the event will say: without an amount from the caller it says the usual one. */
    private static BigDecimal amount(ObjectNode data) {
        return data.has("amount") ? decimal(data.get("amount")) : Payloads.SOME;
    }

    private static BigDecimal decimal(JsonNode node) {
        try {
            return node.isNumber() ? node.decimalValue() : new BigDecimal(node.asText("0"));
        } catch (NumberFormatException notANumber) {
            return BigDecimal.ZERO;
        }
    }

    /** At most what the card holds leaves it, whatever the event says. */
    private void move(SimulatedCard card, BigDecimal amount, String type) {
        BigDecimal moved = amount.max(card.loaded().negate());
        if (card.terms().isSingle() && moved.signum() != 0) {
            money.book(card.terms().currency(), moved.negate(), type, "by the controls");
            card.load(moved);
        }
    }
}
