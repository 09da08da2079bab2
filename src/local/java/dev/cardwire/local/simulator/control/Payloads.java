// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Accounts;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.CardEvents;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
import dev.cardwire.local.simulator.extra.ProtectionFees;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.UUID;

/**
 * The documented data of every type of event about a card (uqpay/webhooks.md 4), filled in for one card. A type that
 * nobody has documented gets the card's id and no more.
 */
final class Payloads {
    /** What a recharge or a withdrawal moves when nobody said how much. */
    static final BigDecimal SOME = new BigDecimal("10");

    private final CardEvents events;
    private final ProtectionFees fees;
    private final InstantSource clock;

    Payloads(CardEvents events, ProtectionFees fees, InstantSource clock) {
        this.events = events;
        this.fees = fees;
        this.clock = clock;
    }

    ObjectNode of(String type, SimulatedCard card) {
        if (type.startsWith("card.create.")) {
            return events.created(card);
        }
        if (type.startsWith("card.status.update.")) {
            return events.statusUpdated(card);
        }
        if (type.startsWith("card.update.")) {
            return events.updated(card, order(type, card));
        }
        if (type.startsWith("card.recharge.") || type.startsWith("card.withdraw.")) {
            return events.moneyMoved(card, order(type, card));
        }
        if (type.startsWith("issuing.transaction.")) {
            return transaction(type, card);
        }
        return switch (type) {
            case "card.3ds.otp" -> threeDs(card);
            case "card.verification.otp" -> numbered(card).put("otp", "111111").put("wallet_type", "GOOGLE_PAY");
            case "card.activation.code" -> numbered(card).put("activation_code", "57609685");
            case "card.activation.status" -> numbered(card).put("activation_status", "Activated");
            case "card.elevate_limit.succeeded", "card.elevate_limit.failed" -> elevated(card);
            case "issuing.fee.card" -> fee(card);
            case "card.risk_control.network_protection.enrollment_fee.charged" -> fees.enrolment(card, "04");
            default -> Json.object().put("card_id", card.id());
        };
    }

    private SimulatedOrder order(String type, SimulatedCard card) {
        SimulatedOrder order = new SimulatedOrder(
                UUID.randomUUID().toString(), "CARD_UPDATE", card, SOME, Json.object(), clock.instant());
        order.finish(type.endsWith(".succeeded"), clock.instant());
        return order;
    }

    private static ObjectNode numbered(SimulatedCard card) {
        return Json.object()
                .put("card_id", card.id())
                .put("card_number", card.terms().eventNumber());
    }

    private static ObjectNode threeDs(SimulatedCard card) {
        String number = card.terms().cardNumber();
        return Json.object()
                .put("reference_code", "4868798")
                .put("otp", "12344444")
                .put("customer_id", Accounts.MASTER)
                .put("card_id", card.id())
                .put("card_number", number.substring(0, 4) + "********" + number.substring(12))
                .put("transaction_currency", card.terms().currency())
                .put("transaction_amount", "100")
                .put("merchant_name", "Example Merchant");
    }

    private ObjectNode elevated(SimulatedCard card) {
        Instant now = clock.instant();
        return Json.object()
                .put("card_id", card.id())
                .put("per_transaction_limit", 80_000)
                .put("currency", card.terms().currency())
                .put("expires_at", Times.utc(now.plus(Duration.ofDays(7))))
                .put("created_at", Times.utc(now));
    }

    private ObjectNode fee(SimulatedCard card) {
        String now = Times.seconds(clock.instant());
        return numbered(card)
                .put("billing_amount", "5")
                .put("billing_currency", card.terms().currency())
                .put("card_available_balance", Spelling.plain(card.available()))
                .put("cardholder_id", card.terms().cardholderId())
                .put("posted_time", now)
                .put("reference_id", UUID.randomUUID().toString())
                .put("remark", "card maintenance fee")
                .put("short_reference_id", "CL-SIMULATED")
                .put("transaction_amount", "5")
                .put("transaction_currency", card.terms().currency())
                .put("transaction_status", "APPROVED")
                .put("transaction_time", now)
                .put("transaction_type", "FEE");
    }

    ObjectNode maintenance(long cards) {
        return fees.maintenance(cards);
    }

    private ObjectNode transaction(String type, SimulatedCard card) {
        String kind = type.substring("issuing.transaction.".length())
                .replace('.', ' ')
                .toUpperCase(Locale.ROOT);
        boolean declined = kind.equals("DECLINED");
        String now = Times.millis(clock.instant());
        String currency = card.terms().currency();
        String id = UUID.randomUUID().toString();
        ObjectNode data = numbered(card)
                .put("authorization_code", kind.equals("AUTHORIZATION") ? "W6MJU9" : "")
                .put("billing_amount", "10")
                .put("billing_currency", currency)
                .put("card_available_balance", Spelling.plain(card.available()))
                .put("cardholder_id", card.terms().cardholderId())
                .put("description", "")
                .put("fee_pass_through", "N")
                .put("original_transaction_id", "")
                .put("posted_time", now)
                .put("short_transaction_id", "T-" + id.substring(0, 8).toUpperCase(Locale.ROOT))
                .put("transaction_amount", "10")
                .put("transaction_currency", currency)
                .put("transaction_fee", "0")
                .put("transaction_fee_currency", currency)
                .put("transaction_id", id)
                .put("transaction_status", declined ? "DECLINED" : "APPROVED")
                .put("transaction_time", now)
                .put("transaction_type", declined ? "AUTHORIZATION" : kind)
                .put("wallet_type", "");
        data.putArray("merchant_data")
                .addObject()
                .put("category_code", "5734")
                .put("city", "")
                .put("country", "")
                .put("name", "Test Merchant");
        return data;
    }
}
