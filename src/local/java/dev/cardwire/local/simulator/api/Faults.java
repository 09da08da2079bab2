// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Refusal;

/** Failing answers on demand, in the shapes that a client has to live with. */
final class Faults {
    private static final String HTML = "<html><body><h1>Bad Gateway</h1></body></html>";

    private final Behaviour behaviour;

    Faults(Behaviour behaviour) {
        this.behaviour = behaviour;
    }

    boolean strikes() {
        return behaviour.happens(Knob.HTTP_ERROR_RATE);
    }

    /** Whether a failing call has done its work all the same; then only a read shows it. */
    boolean strikeAfterWork() {
        return behaviour.on(Knob.HTTP_ERROR_AFTER_WORK);
    }

    Answer answer() {
        int status = behaviour.number(Knob.HTTP_ERROR_STATUS);
        String json = Json.text(
                status == 429
                        ? Json.object().put("code", "too_many_requests").put("message", "Too many requests")
                        : Refusal.envelope(type(status), type(status), "simulated fault"));
        return switch (behaviour.text(Knob.HTTP_ERROR_BODY)) {
            case "html" -> Answer.of(status, "text/html", HTML);
            case "empty" -> Answer.of(status, Answer.JSON, "");
            case "half" -> Answer.of(status, Answer.JSON, json.substring(0, json.length() / 2));
            default -> Answer.of(status, Answer.JSON, json);
        };
    }

    private static String type(int status) {
        if (status >= 500) {
            return "api_error";
        }
        return status == 401 || status == 403 ? "unauthorized_error" : "invalid_request_error";
    }
}
