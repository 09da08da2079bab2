// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.lane.Alarms;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.Table;
import dev.cardwire.local.simulator.webhook.Courier;
import dev.cardwire.local.simulator.webhook.SimulatedEvent;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Fields;
import dev.cardwire.local.simulator.wire.Refusal;
import dev.cardwire.local.simulator.wire.Routes;
import dev.cardwire.local.simulator.wire.Times;
import java.util.List;
import java.util.Optional;

/** The simulator's own controls; no key, because no production build contains them. */
public final class Controls {
    private static final int MOST_COPIES = 20_000;

    private final Behaviour behaviour;
    private final Alarms alarms;
    private final EventMaker maker;
    private final Courier courier;
    private final Table<SimulatedEvent> events;
    private final CardReport cards;
    private final Scenarios scenarios;
    private final Runnable reset;

    Controls(
            Behaviour behaviour,
            Alarms alarms,
            EventMaker maker,
            Courier courier,
            Table<SimulatedEvent> events,
            CardReport cards,
            Scenarios scenarios,
            Runnable reset) {
        this.behaviour = behaviour;
        this.alarms = alarms;
        this.maker = maker;
        this.courier = courier;
        this.events = events;
        this.cards = cards;
        this.scenarios = scenarios;
        this.reset = reset;
    }

    public void routes(Routes routes) {
        routes.on("GET", "/behaviour", call -> Answer.ok(behaviour.asJson()));
        routes.on("PUT", "/behaviour", this::turn);
        routes.on("POST", "/events", this::makeEvent);
        routes.on("POST", "/events/:id/resend", this::resend);
        routes.on("GET", "/deliveries", this::deliveries);
        routes.on("GET", "/deliveries/:id", this::delivery);
        routes.on("GET", "/cards", cards::list);
        scenarios.routes(routes);
        routes.on("POST", "/reset", this::resetAll);
    }

    private Answer turn(Call call) {
        if (!call.body().isObject()) {
            throw Refusal.invalid("body must be a JSON object");
        }
        List<String> faults = behaviour.turn((ObjectNode) call.body());
        if (!faults.isEmpty()) {
            throw Refusal.invalid(String.join("; ", faults));
        }
        alarms.replan();
        return Answer.ok(behaviour.asJson());
    }

    private Answer makeEvent(Call call) {
        SimulatedEvent event = maker.make(call.fields());
        courier.send(event);
        return Answer.ok(Json.object().put("event_id", event.eventId()));
    }

    private Answer resend(Call call) {
        SimulatedEvent event = event(call);
        Fields ask = call.fields();
        JsonNode times = ask.raw("times");
        if (ask.has("times") && !(times.isInt() && times.intValue() >= 1 && times.intValue() <= MOST_COPIES)) {
            throw ask.broken("times", "must be an integer from 1 to " + MOST_COPIES);
        }
        courier.resend(event, times.asInt(1));
        return Answer.ok(Json.object().put("event_id", event.eventId()).put("times", times.asInt(1)));
    }

    private SimulatedEvent event(Call call) {
        return events.find(call.param("id"))
                .orElseThrow(() -> Refusal.of(404, "not_found", "not_found", "no such event"));
    }

    private Answer deliveries(Call call) {
        ArrayNode data = Json.array();
        events.newestFirst().stream()
                .filter(event -> matches(call, "event_id", event.eventId()))
                .filter(event -> matches(call, "event_type", event.eventType()))
                .filter(event -> matches(call, "card_id", event.cardId().orElse("")))
                .limit(call.limit())
                .forEach(event -> data.add(view(event)));
        return Answer.ok(Json.object().set("data", data));
    }

    private Answer delivery(Call call) {
        SimulatedEvent event = event(call);
        return Answer.ok(view(event).put("body", event.body()));
    }

    private static boolean matches(Call call, String filter, String value) {
        Optional<String> wanted = call.query(filter);
        return wanted.isEmpty() || wanted.get().equals(value);
    }

    private static ObjectNode view(SimulatedEvent event) {
        ObjectNode view = Json.object()
                .put("event_id", event.eventId())
                .put("event_type", event.eventType())
                .put("card_id", event.cardId().orElse(null))
                .put("state", event.state())
                .put("made_at", Times.millis(event.madeAt()));
        ArrayNode attempts = view.putArray("attempts");
        event.attempts().forEach(attempt -> attempts.addObject()
                .put("at", Times.millis(attempt.at()))
                .put("status", attempt.status())
                .put("answer", attempt.answer())
                .put("error", attempt.error()));
        return view;
    }

    /** A step of a schedule: knobs, an event, a scenario, or all three in this order. */
    void act(ObjectNode step) {
        if (step.path("knobs") instanceof ObjectNode knobs) {
            behaviour.turn(knobs);
            alarms.replan();
        }
        if (step.path("event") instanceof ObjectNode event) {
            courier.send(maker.make(new Fields(event, "event")));
        }
        if (step.path("scenario").isTextual()) {
            scenarios.play(step.path("scenario").textValue());
        }
    }

    boolean knows(String scenario) {
        return scenarios.knows(scenario);
    }

    private Answer resetAll(Call call) {
        reset.run();
        return Answer.ok(Json.object().put("reset", true));
    }
}
