// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.product.Products;
import dev.cardwire.local.simulator.product.SimulatedProduct;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** A card that no client asked for over the API: somebody made it in UQPAY's dashboard. ACTIVE from the start. */
public final class DashboardCard {
    private static final BigDecimal LIMIT = new BigDecimal("1000");

    private final Cards cards;
    private final Products products;
    private final Cardholders cardholders;
    private final InstantSource clock;

    public DashboardCard(Cards cards, Products products, Cardholders cardholders, InstantSource clock) {
        this.cards = cards;
        this.products = products;
        this.cardholders = cardholders;
        this.clock = clock;
    }

    /** Makes one and keeps it. */
    public SimulatedCard make() {
        SimulatedCard card = imagine(UUID.randomUUID().toString());
        cardholders.find(Cardholders.APPROVED).ifPresent(holder -> {
            holder.hasOneMoreCard();
            cardholders.save(holder);
        });
        cards.save(card);
        return card;
    }

    /** Makes one that is not kept: an event can report it, but a read does not find it. */
    public SimulatedCard imagine(String cardId) {
        SimulatedProduct product = products.get(Products.SHARE);
        CardTerms terms = new CardTerms(
                cardId,
                UUID.randomUUID().toString(),
                product.productId(),
                product.cardBin(),
                product.cardScheme(),
                product.modeType(),
                "USD",
                Cardholders.APPROVED,
                cards.nextNumber(product),
                "NORMAL",
                null,
                null,
                clock.instant(),
                "");
        SimulatedCard card = new SimulatedCard(terms, LIMIT);
        card.become("ACTIVE", Optional.empty(), clock.instant());
        return card;
    }
}
