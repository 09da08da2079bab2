// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Times;
import java.util.List;
import java.util.Optional;

/** Reading cards and orders (uqpay/api.md 10.4, 10.7). */
public final class ReadCards {
    private final Cards cards;
    private final Orders orders;
    private final CardView view;
    private final Behaviour behaviour;
    private final Spelling spelling;
    private final Pages pages;

    public ReadCards(Cards cards, Orders orders, CardView view, Behaviour behaviour, Spelling spelling, Pages pages) {
        this.cards = cards;
        this.orders = orders;
        this.view = view;
        this.behaviour = behaviour;
        this.spelling = spelling;
        this.pages = pages;
    }

    public Answer one(Call call) {
        return Answer.ok(view.retrieved(cards.get(call.param("id"))));
    }

    public Answer list(Call call) {
        List<SimulatedCard> matching = cards.newestFirst().stream()
                .filter(card -> matches(call, "card_number", card.terms().cardNumber()))
                .filter(card -> matches(call, "card_status", card.status()))
                .filter(card -> matches(call, "cardholder_id", card.terms().cardholderId()))
                .toList();
        return pages.page(call, matching, card -> card == matching.get(0) ? first(card) : view.listed(card));
    }

    /** The newest card of the list, which a knob makes unreadable; all others stay as they are. */
    private JsonNode first(SimulatedCard card) {
        ObjectNode shown = view.listed(card);
        return switch (behaviour.text(Knob.UNREADABLE_CARD)) {
            case "null" -> NullNode.getInstance();
            case "text" -> Json.tree("a card");
            case "without_id" -> shown.put("card_id", "");
            default -> shown;
        };
    }

    private static boolean matches(Call call, String filter, String value) {
        return call.query(filter).map(value::equals).orElse(true);
    }

    /** The path holds the order's id; the card's id is as unknown here as any other. */
    public Answer order(Call call) {
        Optional<SimulatedOrder> found = orders.find(call.param("id"));
        return Answer.ok(orderView(
                found.orElseThrow(() -> Refusal.of(400, "card_error", "card_not_found", "card order not found"))));
    }

    ObjectNode orderView(SimulatedOrder order) {
        ObjectNode answer = Json.object()
                .put("card_id", order.cardId())
                .put("card_order_id", order.id())
                .put("order_type", spelling.orderType(order.publicType()));
        if (order.isAboutMoney()) {
            spelling.amount(answer, "amount", order.amount());
            answer.put("card_currency", order.currency());
        }
        answer.put("create_time", Times.seconds(order.createTime()))
                .put("update_time", Times.seconds(order.updateTime()));
        order.completeTime().ifPresent(time -> answer.put("complete_time", Times.seconds(time)));
        answer.put("order_status", order.isOpen() ? spelling.accepted(order.status()) : order.status());
        order.failureCode().ifPresent(code -> answer.put("failure_code", code));
        return answer;
    }
}
