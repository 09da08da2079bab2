// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.cardholder.CardholderView;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Instant;
import java.util.Locale;

/** The data of events about a card (uqpay/webhooks.md 4.1 and 4.2), field by field as published. */
public final class CardEvents {
    private final Cardholders cardholders;
    private final Spelling spelling;

    public CardEvents(Cardholders cardholders, Spelling spelling) {
        this.cardholders = cardholders;
        this.spelling = spelling;
    }

    /** {@code card.create.*}: no currency, no limit and no order; that one is the envelope's source. */
    public ObjectNode created(SimulatedCard card) {
        CardTerms terms = card.terms();
        ObjectNode data = Json.object();
        spelling.text(data, "card_available_balance", card.available());
        data.put("card_bin", terms.cardBin())
                .put("card_id", terms.cardId())
                .put("card_number", card.is("FAILED") ? "" : terms.eventNumber())
                .put("card_product_id", terms.productId())
                .put("card_scheme", terms.cardScheme())
                .put("card_status", card.status());
        data.set("cardholder", holder(card, false));
        data.put("form_factor", "VIRTUAL");
        spelling.metadata(data, card.metadata());
        data.put("mode_type", terms.modeType());
        data.set("risk_control", risk(card));
        data.set("spending_limits", controls(card));
        return data;
    }

    /** {@code card.update.*}. */
    public ObjectNode updated(SimulatedCard card, SimulatedOrder order) {
        CardTerms terms = card.terms();
        ObjectNode data = Json.object();
        spelling.text(data, "available_balance", card.available());
        data.put("card_bin", terms.cardBin());
        data.put("card_currency", terms.currency());
        data.put("card_id", terms.cardId());
        spelling.text(data, "card_limit", card.cardLimit());
        data.put("card_number", terms.eventNumber())
                .put("card_order_id", order.id())
                .put("card_product_id", terms.productId())
                .put("card_scheme", terms.cardScheme())
                .put("card_status", card.status());
        data.set("cardholder", holder(card, true));
        data.put("form_factor", "VIRTUAL");
        spelling.metadata(data, card.metadata());
        data.put("mode_type", terms.modeType());
        data.put(
                "no_pin_payment_amount",
                card.noPinPaymentAmount().map(Spelling::plain).orElse("") + terms.currency());
        data.put("order_status", order.status().toLowerCase(Locale.ROOT));
        data.set("risk_control", risk(card));
        data.set("spending_controls", controls(card));
        return data;
    }

    /** {@code card.status.update.*}. */
    public ObjectNode statusUpdated(SimulatedCard card) {
        ObjectNode data = Json.object()
                .put("card_id", card.id())
                .put("card_number", card.terms().eventNumber())
                .put("card_status", card.status());
        card.updateReason().ifPresent(reason -> data.put("update_reason", reason));
        return data.put("update_time", Times.seconds(card.updateTime()));
    }

    /** {@code card.recharge.*} and {@code card.withdraw.*}. */
    public ObjectNode moneyMoved(SimulatedCard card, SimulatedOrder order) {
        ObjectNode data = Json.object();
        spelling.text(data, "amount", order.amount());
        spelling.text(data, "card_available_balance", card.available());
        Instant end = order.completeTime().orElse(order.updateTime());
        return data.put("card_currency", order.currency())
                .put("card_id", card.id())
                .put("card_status", card.status())
                .put("complete_time", Times.millis(end))
                .put("order_status", order.status())
                .put("update_time", Times.millis(end));
    }

    private ObjectNode holder(SimulatedCard card, boolean full) {
        return cardholders
                .find(card.terms().cardholderId())
                .map(full ? CardholderView::inUpdateEvent : CardholderView::inCreateEvent)
                .orElseGet(Json::object);
    }

    /** An event says what a REST answer leaves out: without a word in the request, 3DS is on and allowed. */
    private static ObjectNode risk(SimulatedCard card) {
        ObjectNode risk = Json.object();
        if (card.terms().cardScheme().equals("VISA")) {
            risk.put("enable_3ds", "Y").put("allow_3ds_transactions", "Y");
        }
        return card.riskControls() instanceof ObjectNode given ? risk.setAll(given) : risk;
    }

    private ArrayNode controls(SimulatedCard card) {
        ArrayNode list = Json.array();
        for (JsonNode control : card.spendingControls()) {
            ObjectNode item = list.addObject();
            spelling.text(item, "amount", control.get("amount").decimalValue());
            item.put("interval", control.get("interval").textValue());
        }
        return list;
    }
}
