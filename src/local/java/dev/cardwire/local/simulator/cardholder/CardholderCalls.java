// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.cardholder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Pages;
import dev.cardwire.local.simulator.wire.Routes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The calls about cardholders (uqpay/api.md 10.2). */
public final class CardholderCalls {
    private final Cardholders cardholders;
    private final Pages pages;
    private final InstantSource clock;

    public CardholderCalls(Cardholders cardholders, Pages pages, InstantSource clock) {
        this.cardholders = cardholders;
        this.pages = pages;
        this.clock = clock;
    }

    public void routes(Routes routes) {
        routes.on("GET", "/v1/issuing/cardholders", this::list);
        routes.on("POST", "/v1/issuing/cardholders", this::create);
        routes.on("GET", "/v1/issuing/cardholders/:id", this::read);
        routes.on("POST", "/v1/issuing/cardholders/:id", this::update);
    }

    private Answer list(Call call) {
        Optional<String> status = call.query("cardholder_status");
        List<SimulatedCardholder> matching = cardholders.newestFirst().stream()
                .filter(holder -> status.isEmpty() || holder.status().equals(status.get()))
                .toList();
        return pages.page(call, matching, CardholderView::rest);
    }

    private Answer read(Call call) {
        return Answer.ok(CardholderView.rest(cardholders.get(call.param("id"))));
    }

    private Answer create(Call call) {
        return Answer.ok(outcome(call, cardholders.create(call.fields())));
    }

    private Answer update(Call call) {
        SimulatedCardholder holder = cardholders.get(call.param("id"));
        cardholders.update(holder, call.fields());
        return Answer.ok(outcome(call, holder));
    }

    private ObjectNode outcome(Call call, SimulatedCardholder holder) {
        ObjectNode answer = Json.object().put("cardholder_id", holder.id()).put("cardholder_status", holder.status());
        return holder.is("INCOMPLETE") ? VerificationPage.redirect(answer, call, holder, clock.instant()) : answer;
    }
}
