// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.cardholder.SimulatedCardholder;
import dev.cardwire.local.simulator.cardholder.VerificationPage;
import dev.cardwire.local.simulator.product.Products;
import dev.cardwire.local.simulator.product.SimulatedProduct;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Times;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Creates a virtual card (uqpay/api.md 10.3): accepted as PENDING, made ACTIVE or FAILED by {@link Provisioning}. */
public final class CreateCard {
    private final Cards cards;
    private final Orders orders;
    private final Products products;
    private final Cardholders cardholders;
    private final HolderRules holders;
    private final Money money;
    private final CardArt art;
    private final Behaviour behaviour;
    private final Spelling spelling;
    private final Courier courier;
    private final InstantSource clock;

    public CreateCard(
            Cards cards,
            Orders orders,
            Products products,
            Cardholders cardholders,
            Money money,
            Behaviour behaviour,
            Spelling spelling,
            Courier courier,
            InstantSource clock) {
        this.cards = cards;
        this.orders = orders;
        this.products = products;
        this.cardholders = cardholders;
        this.holders = new HolderRules(cardholders);
        this.money = money;
        this.art = new CardArt(behaviour);
        this.behaviour = behaviour;
        this.spelling = spelling;
        this.courier = courier;
        this.clock = clock;
    }

    public Answer handle(Call call) {
        Fields ask = call.fields();
        String currency = ask.requiredOneOf("card_currency", Products.CURRENCIES.toArray(String[]::new));
        SimulatedProduct product = products.get(ask.requiredUuid("card_product_id"), currency);
        CardRules.controls(ask);
        art.mustBeKnown(ask);
        BigDecimal limit = CardRules.limit(ask, product);
        String usage = CardRules.usage(ask, product, clock.instant());
        knobRefusal(product);
        if (product.modeType().equals("SINGLE")) {
            money.mustCover(currency, limit);
        }
        SimulatedCardholder holder = holders.holder(ask, product);
        if (!behaviour.is(Knob.ISSUE_ANSWER, "card") || holder.is("INCOMPLETE")) {
            return Answer.ok(withoutCard(call, holder));
        }

        SimulatedCard card = new SimulatedCard(terms(call, product, currency, holder, usage), limit);
        SimulatedOrder order = take(card, call);
        holder.hasOneMoreCard();
        cardholders.save(holder);

        Answer answer = Answer.ok(accepted(card, order, holder, ask));
        if (behaviour.happens(Knob.CREATE_CARD_THEN_DROP_CONNECTION_RATE)) {
            return answer.withDroppedConnection();
        }
        return behaviour.on(Knob.WEBHOOK_BEFORE_RESPONSE) ? afterItsEvent(answer, order) : answer;
    }

    private void knobRefusal(SimulatedProduct product) {
        String code = behaviour.text(Knob.ISSUE_REFUSAL);
        if (code.equals("kyc_insufficient")) {
            throw HolderRules.insufficient("refused as configured", product.requiredFields());
        }
        if (!code.isEmpty()) {
            throw Refusal.of(400, "card_error", code, "refused as configured");
        }
    }

    private CardTerms terms(
            Call call, SimulatedProduct product, String currency, SimulatedCardholder holder, String usage) {
        Fields ask = call.fields();
        boolean oneTime = usage.equals("ONE_TIME");
        Instant expiry = ask.timeOrDay("expiry_at").orElse(null);
        return new CardTerms(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                product.productId(),
                product.cardBin(),
                product.cardScheme(),
                product.modeType(),
                currency,
                holder.id(),
                cards.nextNumber(product),
                usage,
                oneTime ? ask.text("auto_cancel_trigger").orElse(null) : null,
                oneTime ? expiry : null,
                clock.instant(),
                call.idempotencyKey());
    }

    private SimulatedOrder take(SimulatedCard card, Call call) {
        CardTerms terms = card.terms();
        BigDecimal limit = card.cardLimit();
        card.amend((ObjectNode) call.body(), clock.instant());
        if (terms.isSingle() && limit.signum() > 0) {
            money.setAside(terms.currency(), limit, "FUNDS_TRANSFER_OUT", "load card " + terms.restNumber());
        }
        cards.save(card);
        ObjectNode wish = Json.object().put("idempotency_key", call.idempotencyKey());
        return orders.open(terms.cardOrderId(), Orders.CREATE_CARD, card, limit, wish);
    }

    private ObjectNode accepted(SimulatedCard card, SimulatedOrder order, SimulatedCardholder holder, Fields ask) {
        ObjectNode answer = Json.object()
                .put("card_id", card.id())
                .put("card_order_id", order.id())
                .put("card_status", card.status())
                .put("order_status", spelling.accepted("PROCESSING"))
                .put("create_time", Times.seconds(order.createTime()));
        if (!ask.has("cardholder_id")) {
            answer.put("cardholder_id", holder.id()).put("cardholder_status", holder.status());
            answer.put("cardholder_created", true);
        }
        return answer;
    }

    /** An answer of success that made no card, because of what UQPAY does not know of the person (uqpay/api.md 10.3). */
    private ObjectNode withoutCard(Call call, SimulatedCardholder holder) {
        boolean blocked = behaviour.is(Knob.ISSUE_ANSWER, "kyc_blocked");
        ObjectNode answer = Json.object()
                .put("cardholder_id", holder.id())
                .put("cardholder_status", blocked ? "FAILED" : holder.is("INCOMPLETE") ? "INCOMPLETE" : "PENDING")
                .put("message", blocked ? "cardholder verification failed" : "cardholder verification is not complete");
        if (!blocked) {
            answer.put("verification_status", "UNDER_REVIEW");
        }
        return holder.is("INCOMPLETE") ? VerificationPage.redirect(answer, call, holder, clock.instant()) : answer;
    }

    private Answer afterItsEvent(Answer answer, SimulatedOrder order) {
        Optional<SimulatedEvent> event = orders.carryOutNow(order);
        return event.map(courier::sendNow).map(answer::heldUntil).orElse(answer);
    }
}
