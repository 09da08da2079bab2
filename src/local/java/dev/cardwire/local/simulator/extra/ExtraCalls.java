// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.extra;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.Orders;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Store;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import java.time.InstantSource;

/** The calls at the edge of virtual cards: limits raised, network protection, art, merchants, physical cards. */
public final class ExtraCalls {
    private final ElevateLimit elevate;
    private final NetworkProtection protection;
    private final PhysicalCards physical;

    public ExtraCalls(Store store, Cards cards, Orders orders, ElevateLimit elevate, InstantSource clock) {
        this.elevate = elevate;
        this.protection = new NetworkProtection(store, cards, clock);
        this.physical = new PhysicalCards(cards, orders);
    }

    /** Before the routes of cards: {@code /cards/arts} must not be taken for a card's id. */
    public void routes(Routes routes) {
        physical.routes(routes);
        routes.on("GET", "/v1/issuing/cards/arts", this::arts);
        routes.on("POST", "/v1/issuing/cards/arts/default", this::defaultArt);
        routes.on("POST", "/v1/issuing/cards/:id/elevate_limit", elevate::handle);
        routes.on("POST", "/v1/issuing/cards/:id/risk", protection::enable);
        routes.on("DELETE", "/v1/issuing/cards/:id/risk", protection::disable);
        routes.on("GET", "/v1/issuing/merchant_brands", this::merchantBrands);
    }

    private Answer arts(Call call) {
        ObjectNode none = Json.object().put("total_pages", 0).put("total_items", 0);
        none.putArray("data");
        return Answer.ok(none);
    }

    private Answer defaultArt(Call call) {
        throw Refusal.of(400, "card_error", "card_art_not_configured", "card art is not configured");
    }

    private Answer merchantBrands(Call call) {
        ObjectNode brand = Json.object()
                .put("merchant_code", call.query("merchant_code").orElse("5734"))
                .put("display_name", call.query("display_name").orElse("Test Merchant"));
        ObjectNode answer = Json.object();
        answer.putArray("data").add(brand);
        return Answer.ok(answer);
    }
}
