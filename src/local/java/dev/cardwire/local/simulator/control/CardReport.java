// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.CardTerms;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Times;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The cards as a test wants to see them: which key made each, and which key moved how much. Never quirky. */
final class CardReport {
    private final Cards cards;
    private final Orders orders;

    CardReport(Cards cards, Orders orders) {
        this.cards = cards;
        this.orders = orders;
    }

    Answer list(Call call) {
        Map<String, List<SimulatedOrder>> byCard =
                orders.all().stream().collect(Collectors.groupingBy(SimulatedOrder::cardId));
        ArrayNode data = Json.array();
        cards.newestFirst().stream()
                .filter(card -> call.query("card_id").map(card.id()::equals).orElse(true))
                .filter(card -> call.query("idempotency_key")
                        .map(card.terms().idempotencyKey()::equals)
                        .orElse(true))
                .limit(call.limit())
                .forEach(card -> data.add(view(card, byCard.getOrDefault(card.id(), List.of()))));
        return Answer.ok(Json.object().set("data", data));
    }

    private static ObjectNode view(SimulatedCard card, List<SimulatedOrder> orders) {
        CardTerms terms = card.terms();
        ObjectNode view = Json.object()
                .put("card_id", card.id())
                .put("card_order_id", terms.cardOrderId())
                .put("idempotency_key", terms.idempotencyKey())
                .put("card_status", card.status())
                .put("mode_type", terms.modeType())
                .put("usage_type", terms.usageType())
                .put("card_number", terms.restNumber())
                .put("card_currency", terms.currency())
                .put("card_limit", Spelling.plain(card.cardLimit()))
                .put("available_balance", Spelling.plain(card.available()))
                .put("consumed_amount", Spelling.plain(card.consumed()))
                .put("cardholder_id", terms.cardholderId())
                .put("card_product_id", terms.productId())
                .put("create_time", Times.seconds(terms.createTime()))
                .put("update_time", Times.seconds(card.updateTime()));
        view.set("metadata", card.metadata());
        ArrayNode list = view.putArray("orders");
        orders.forEach(order -> list.addObject()
                .put("card_order_id", order.id())
                .put("order_type", order.orderType())
                .put("order_status", order.status())
                .put("amount", Spelling.plain(order.amount()))
                .put("idempotency_key", order.idempotencyKey()));
        return view;
    }
}
