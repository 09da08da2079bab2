// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;

/** The art of cards (uqpay/api.md 10.14): an account has none, or one that is its default, by a knob. */
public final class CardArt {
    private static final String ONLY = "5c1e7d30-94ab-4f62-8d15-b07e3a96c248";

    private final Behaviour behaviour;

    public CardArt(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    /** Nothing that a card or its events show tells which art it has, so a known one is accepted and not kept. */
    void mustBeKnown(Fields ask) {
        ask.text("card_art_id").filter(id -> !id.isBlank()).ifPresent(this::mustBeKnown);
    }

    private void mustBeKnown(String id) {
        if (!isConfigured() || !id.equals(ONLY)) {
            throw Refusal.of(400, "card_error", "card_art_not_configured", "card art is not configured");
        }
    }

    public Answer list(Call call) {
        ObjectNode arts = Json.object().put("default_card_art_id", isConfigured() ? ONLY : "");
        ArrayNode list = arts.putArray("card_arts");
        if (isConfigured()) {
            list.addObject().put("card_art_id", ONLY).put("card_art_name", "Test Art");
        }
        return Answer.ok(arts);
    }

    public Answer makeDefault(Call call) {
        mustBeKnown(call.fields().text("card_art_id").orElse(""));
        return Answer.ok(Json.object().put("request_status", "SUCCESS"));
    }

    private boolean isConfigured() {
        return behaviour.is(Knob.CARD_ART, "one");
    }
}
