// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.card.Cards;
import dev.cardwire.local.simulator.card.DashboardCard;
import dev.cardwire.local.simulator.card.SimulatedCard;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The ready-made scenarios. Those about one card take the newest one that is ACTIVE or FROZEN, or make one; those that
 * turn knobs leave them so until the behaviour is reset.
 */
final class Scenarios {
    private static final int COPIES = 20;

    private final Behaviour behaviour;
    private final Cards cards;
    private final DashboardCard dashboard;
    private final EventMaker maker;
    private final Courier courier;
    private final Runnable stealToken;
    private final InstantSource clock;
    private final List<Scenario> all;

    Scenarios(
            Behaviour behaviour,
            Cards cards,
            DashboardCard dashboard,
            EventMaker maker,
            Courier courier,
            Runnable stealToken,
            InstantSource clock) {
        this.behaviour = behaviour;
        this.cards = cards;
        this.dashboard = dashboard;
        this.maker = maker;
        this.courier = courier;
        this.stealToken = stealToken;
        this.clock = clock;
        this.all = List.of(
                new Scenario("duplicates", "one status event, sent twenty-one times at once", this::duplicates),
                new Scenario("out-of-order", "the newer of two status events arrives first", this::outOfOrder),
                new Scenario("lost-webhook", "a card's status changes and no event reports it", this::lostWebhook),
                new Scenario(
                        "webhook-before-answer",
                        "card.create.succeeded arrives before the answer of the create call",
                        () -> turn("{\"webhook_before_response\":true}")),
                new Scenario(
                        "card-made-but-connection-lost",
                        "every create call makes its card and closes the connection without an answer",
                        () -> turn("{\"create_card_then_drop_connection_rate\":1}")),
                new Scenario(
                        "token-stolen", "somebody else takes a new token; the one in use is dead", this::tokenStolen),
                new Scenario("rate-limited", "five calls a minute", () -> turn("{\"rate_limit_per_minute\":5}")),
                new Scenario(
                        "brown-out",
                        "half of all calls fail with 503, and all take a second and a half",
                        () -> turn("{\"http_error_rate\":0.5,\"http_error_status\":503,\"http_latency_ms\":1500}")));
    }

    void routes(Routes routes) {
        routes.on("GET", "/scenarios", this::list);
        routes.on("POST", "/scenarios/:name", this::play);
    }

    private Answer list(Call call) {
        ObjectNode answer = Json.object();
        ArrayNode data = answer.putArray("data");
        all.forEach(one -> data.addObject().put("name", one.name()).put("shows", one.shows()));
        return Answer.ok(answer);
    }

    private Answer play(Call call) {
        return play(call.param("name"));
    }

    boolean knows(String name) {
        return all.stream().anyMatch(one -> one.name().equals(name));
    }

    Answer play(String name) {
        Scenario scenario = all.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Refusal.of(404, "not_found", "not_found", "no such scenario"));
        ObjectNode answer = Json.object().put("scenario", scenario.name()).put("shows", scenario.shows());
        return Answer.ok(answer.setAll(scenario.play().get()));
    }

    private ObjectNode turn(String knobs) {
        ObjectNode wanted = (ObjectNode) Json.parse(knobs);
        behaviour.turn(wanted);
        return Json.object().set("behaviour", wanted);
    }

    private ObjectNode tokenStolen() {
        stealToken.run();
        return Json.object().put("client_id", "sim-client");
    }

    private ObjectNode duplicates() {
        SimulatedCard card = someCard();
        SimulatedEvent event = status(card, other(card), Optional.empty());
        courier.send(event);
        courier.resend(event, COPIES);
        return about(card).put("event_id", event.eventId());
    }

    private ObjectNode outOfOrder() {
        SimulatedCard card = someCard();
        String first = other(card);
        String last = card.status();
        Instant now = clock.instant();
        SimulatedEvent older = status(card, first, Optional.of(now));
        SimulatedEvent newer = status(card, last, Optional.of(now.plusSeconds(1)));
        courier.sendInTurn(newer, older);
        return about(card).put("first_sent", last).put("then_sent", first).put("true_status", last);
    }

    private ObjectNode lostWebhook() {
        SimulatedCard card = someCard();
        card.become(other(card), Optional.of("changed in silence"), clock.instant());
        cards.save(card);
        return about(card).put("true_status", card.status());
    }

    private SimulatedCard someCard() {
        return cards.newestFirst().stream()
                .filter(card -> card.is("ACTIVE", "FROZEN"))
                .findFirst()
                .orElseGet(() -> {
                    SimulatedCard card = dashboard.make();
                    ObjectNode ask = Json.object()
                            .put("event_type", "card.create.succeeded")
                            .put("card_id", card.id());
                    courier.send(maker.make(new Fields(ask, "")));
                    return card;
                });
    }

    private SimulatedEvent status(SimulatedCard card, String status, Optional<Instant> at) {
        ObjectNode ask =
                Json.object().put("event_type", "card.status.update.succeeded").put("card_id", card.id());
        ObjectNode data = ask.putObject("data").put("card_status", status);
        at.ifPresent(time -> data.put("update_time", Times.seconds(time)));
        return maker.make(new Fields(ask, ""));
    }

    private static String other(SimulatedCard card) {
        return card.is("ACTIVE") ? "FROZEN" : "ACTIVE";
    }

    private static ObjectNode about(SimulatedCard card) {
        return Json.object().put("card_id", card.id());
    }
}
