// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.OrderEffect;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.card.SimulatedOrder;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Raises the limit of a single purchase for some days (uqpay/api.md 10.11); one raise at a time. */
public final class ElevateLimit implements OrderEffect {
    private static final String ORDER = "ELEVATE_LIMIT";
    private static final int NORMAL_DAYS = 7;
    private static final int MOST_DAYS = 365;

    /** A raise in force. */
    record Elevation(String cardId, BigDecimal limit, Instant createdAt, Instant expiresAt) {}

    private final Table<Elevation> table;
    private final Cards cards;
    private final Orders orders;
    private final Announcer announcer;
    private final Spelling spelling;
    private final InstantSource clock;

    public ElevateLimit(
            Store store, Cards cards, Orders orders, Announcer announcer, Spelling spelling, InstantSource clock) {
        this.table = store.table("elevation", Elevation.class, Elevation::cardId);
        this.cards = cards;
        this.orders = orders;
        this.announcer = announcer;
        this.spelling = spelling;
        this.clock = clock;
        orders.when(ORDER, this);
    }

    /** The raised limit of a card, while it lasts. */
    public Optional<BigDecimal> of(SimulatedCard card) {
        return inForce(card).map(Elevation::limit);
    }

    private Optional<Elevation> inForce(SimulatedCard card) {
        return table.find(card.id()).filter(raise -> raise.expiresAt().isAfter(clock.instant()));
    }

    public Answer handle(Call call) {
        SimulatedCard card = cards.get(call.param("id"));
        Fields ask = call.fields();
        BigDecimal limit = ask.positive("limit_amount");
        BigDecimal cap = new BigDecimal(card.terms().currency().equals("SGD") ? "100000" : "80000");
        if (limit.compareTo(cap) > 0) {
            throw ask.broken("limit_amount", "must be at most " + cap);
        }
        int days = ask.raw("duration_in_days").isMissingNode()
                ? NORMAL_DAYS
                : ask.raw("duration_in_days").asInt();
        if (days < 1 || days > MOST_DAYS) {
            throw ask.broken("duration_in_days", "must be an integer from 1 to " + MOST_DAYS);
        }
        if (!card.is("ACTIVE")) {
            throw Refusal.card("card status is " + card.status());
        }
        orders.mustBeIdle(card);
        if (inForce(card).isPresent()) {
            throw Refusal.card("limit is already elevated");
        }
        ObjectNode wish = Json.object().put("days", days).put("idempotency_key", call.idempotencyKey());
        SimulatedOrder order = orders.open(ORDER, card, limit, wish);
        return Answer.ok(Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("order_status", spelling.accepted("PENDING")));
    }

    @Override
    public Optional<SimulatedEvent> succeeded(SimulatedOrder order, SimulatedCard card) {
        Elevation raise = raise(order, card);
        table.put(raise);
        return event("card.elevate_limit.succeeded", raise, card);
    }

    @Override
    public Optional<SimulatedEvent> failed(SimulatedOrder order, SimulatedCard card) {
        return event("card.elevate_limit.failed", raise(order, card), card);
    }

    private Elevation raise(SimulatedOrder order, SimulatedCard card) {
        Instant now = clock.instant();
        Duration lasts = Duration.ofDays(order.wish().path("days").asInt(NORMAL_DAYS));
        return new Elevation(card.id(), order.amount(), now, now.plus(lasts));
    }

    private Optional<SimulatedEvent> event(String type, Elevation raise, SimulatedCard card) {
        ObjectNode data = Json.object().put("card_id", card.id());
        spelling.number(data, "per_transaction_limit", raise.limit());
        data.put("currency", card.terms().currency())
                .put("expires_at", Times.utc(raise.expiresAt()))
                .put("created_at", Times.utc(raise.createdAt()));
        return Optional.of(announcer.make(type, card.id(), Optional.of(card.id()), data));
    }
}
