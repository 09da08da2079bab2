// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.webhook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Puts data into an envelope (uqpay/webhooks.md 3) and hands it to the courier. */
public final class Announcer {
    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Courier courier;

    public Announcer(InstantSource clock, Behaviour behaviour, Courier courier) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.courier = courier;
    }

    public SimulatedEvent announce(String type, String sourceId, Optional<String> cardId, ObjectNode data) {
        SimulatedEvent event = make(type, sourceId, cardId, data);
        courier.send(event);
        return event;
    }

    /** Makes an event without sending it. */
    public SimulatedEvent make(String type, String sourceId, Optional<String> cardId, ObjectNode data) {
        return make(UUID.randomUUID().toString(), type, sourceId, cardId, data);
    }

    public SimulatedEvent make(String eventId, String type, String sourceId, Optional<String> cardId, ObjectNode data) {
        ObjectNode envelope = Json.object();
        String version = behaviour.text(Knob.WEBHOOK_VERSION);
        envelope.put("version", version);
        if (version.equals("V1.5.2")) {
            // The older version exchanges the roles of name and type, knows no source and names the reason otherwise.
            envelope.put("event_name", type).put("event_type", "ISSUING").put("event_id", eventId);
            if (type.startsWith("issuing.transaction.") && data.has("description")) {
                data.putIfAbsent("failure_reason", data.remove("description"));
            }
        } else {
            envelope.put("event_name", "ISSUING").put("event_type", type).put("event_id", eventId);
            envelope.put("source_id", sourceId);
        }
        envelope.set("data", data);
        return new SimulatedEvent(eventId, type, cardId, Json.text(envelope), clock.instant());
    }
}
