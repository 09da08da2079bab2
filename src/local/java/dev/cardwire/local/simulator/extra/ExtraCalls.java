// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Money;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Spelling;
import dev.cardwire.local.simulator.card.CardArt;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.cardholder.Cardholders;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.webhook.Announcer;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Routes;
import java.time.InstantSource;
import java.util.List;

/** The calls at the edge of virtual cards: limits raised, network protection, art, merchants, physical cards. */
public final class ExtraCalls {
    private final ElevateLimit elevate;
    private final NetworkProtection protection;
    private final PhysicalCards physical;
    private final Pins pins;
    private final CardArt art;
    private final Pages pages;

    public ExtraCalls(
            Store store,
            Cards cards,
            Orders orders,
            ElevateLimit elevate,
            Cardholders cardholders,
            Money money,
            Announcer announcer,
            Spelling spelling,
            Behaviour behaviour,
            Pages pages,
            InstantSource clock) {
        this.elevate = elevate;
        this.pages = pages;
        this.protection = new NetworkProtection(
                store, cards, money, new ProtectionFees(spelling, clock), announcer, behaviour, clock);
        this.physical = new PhysicalCards();
        this.pins = new Pins(store, cards, orders, cardholders, behaviour);
        this.art = new CardArt(behaviour);
    }

    /** Before the routes of cards: {@code /cards/arts} must not be taken for a card's id. */
    public void routes(Routes routes) {
        physical.routes(routes);
        pins.routes(routes);
        routes.on("GET", "/v1/issuing/cards/arts", art::list);
        routes.on("POST", "/v1/issuing/cards/arts/default", art::makeDefault);
        routes.on("POST", "/v1/issuing/cards/:id/elevate_limit", elevate::handle);
        routes.on("POST", "/v1/issuing/cards/:id/risk", protection::enable);
        routes.on("DELETE", "/v1/issuing/cards/:id/risk", protection::disable);
        routes.on("GET", "/v1/issuing/merchant_brands", this::merchantBrands);
    }

    private Answer merchantBrands(Call call) {
        ObjectNode brand = Json.object()
                .put("merchant_code", call.query("merchant_code").orElse("5734"))
                .put("display_name", call.query("display_name").orElse("Test Merchant"));
        return pages.page(call, List.of(brand), one -> one);
    }
}
