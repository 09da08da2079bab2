// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import java.time.InstantSource;
import java.util.List;

/** The calls at the edge of virtual cards: limits raised, network protection, art, merchants, physical cards. */
public final class ExtraCalls {
    private final ElevateLimit elevate;
    private final NetworkProtection protection;
    private final PhysicalCards physical;
    private final Pins pins;
    private final Pages pages;

    public ExtraCalls(
            Store store,
            Cards cards,
            Orders orders,
            ElevateLimit elevate,
            Cardholders cardholders,
            Behaviour behaviour,
            Pages pages,
            InstantSource clock) {
        this.elevate = elevate;
        this.pages = pages;
        this.protection = new NetworkProtection(store, cards, clock);
        this.physical = new PhysicalCards();
        this.pins = new Pins(cards, orders, cardholders, behaviour);
    }

    /** Before the routes of cards: {@code /cards/arts} must not be taken for a card's id. */
    public void routes(Routes routes) {
        physical.routes(routes);
        pins.routes(routes);
        routes.on("GET", "/v1/issuing/cards/arts", this::arts);
        routes.on("POST", "/v1/issuing/cards/arts/default", this::defaultArt);
        routes.on("POST", "/v1/issuing/cards/:id/elevate_limit", elevate::handle);
        routes.on("POST", "/v1/issuing/cards/:id/risk", protection::enable);
        routes.on("DELETE", "/v1/issuing/cards/:id/risk", protection::disable);
        routes.on("GET", "/v1/issuing/merchant_brands", this::merchantBrands);
    }

    private Answer arts(Call call) {
        ObjectNode none = Json.object().put("default_card_art_id", "");
        none.putArray("card_arts");
        return Answer.ok(none);
    }

    private Answer defaultArt(Call call) {
        throw Refusal.of(400, "card_error", "card_art_not_configured", "card art is not configured");
    }

    private Answer merchantBrands(Call call) {
        ObjectNode brand = Json.object()
                .put("merchant_code", call.query("merchant_code").orElse("5734"))
                .put("display_name", call.query("display_name").orElse("Test Merchant"));
        return pages.page(call, List.of(brand), one -> one);
    }
}
