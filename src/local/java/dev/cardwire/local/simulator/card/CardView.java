// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.cardholder.CardholderView;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.store.Json;

/** A card in REST answers. Only a retrieved one has its limit as a number, and only there its metadata is an object. */
public final class CardView {
    private final Cardholders cardholders;
    private final Spelling spelling;

    public CardView(Cardholders cardholders, Spelling spelling) {
        this.cardholders = cardholders;
        this.spelling = spelling;
    }

    ObjectNode retrieved(SimulatedCard card) {
        ObjectNode view = head(card);
        spelling.number(view, "card_limit", card.cardLimit());
        spelling.amount(view, "available_balance", card.available());
        view.set("cardholder", holder(card, false));
        view.put("no_pin_payment_amount", noPin(card));
        tail(view, card);
        view.set("spending_controls", controls(card));
        if (!card.riskControls().isNull()) {
            view.set("risk_controls", card.riskControls());
        }
        spelling.metadata(view, card.metadata());
        card.updateReason().ifPresent(reason -> view.put("update_reason", reason));
        card.nameOnCard().ifPresent(name -> view.put("name_on_card", name));
        spelling.text(view, "consumed_amount", card.consumed());
        return view;
    }

    ObjectNode listed(SimulatedCard card) {
        ObjectNode view = head(card);
        spelling.text(view, "card_limit", card.cardLimit());
        spelling.text(view, "available_balance", card.available());
        view.set("cardholder", holder(card, true));
        tail(view, card);
        view.set("risk_controls", card.riskControls().isNull() ? Json.object() : card.riskControls());
        spelling.listedMetadata(view, card.metadata());
        view.put("update_reason", card.updateReason().orElse(""));
        spelling.text(view, "consumed_amount", card.consumed());
        return view;
    }

    private static ObjectNode head(SimulatedCard card) {
        CardTerms terms = card.terms();
        return Json.object()
                .put("card_id", terms.cardId())
                .put("card_bin", terms.cardBin())
                .put("card_scheme", terms.cardScheme())
                .put("card_number", terms.restNumber())
                .put("form_factor", "VIRTUAL")
                .put("mode_type", terms.modeType());
    }

    private static void tail(ObjectNode view, SimulatedCard card) {
        view.put("card_status", card.status());
        view.put("card_currency", card.terms().currency());
        view.put("card_product_id", card.terms().productId());
    }

    private ObjectNode holder(SimulatedCard card, boolean brief) {
        return cardholders
                .find(card.terms().cardholderId())
                .map(brief ? CardholderView::brief : CardholderView::rest)
                .orElseGet(Json::object);
    }

    private static String noPin(SimulatedCard card) {
        return card.noPinPaymentAmount().map(Spelling::plain).orElse("200")
                + card.terms().currency();
    }

    private ArrayNode controls(SimulatedCard card) {
        ArrayNode list = Json.array();
        for (JsonNode control : card.spendingControls()) {
            ObjectNode item = list.addObject();
            spelling.amount(item, "amount", control.get("amount").decimalValue());
            item.put("interval", control.get("interval").textValue());
        }
        return list;
    }
}
