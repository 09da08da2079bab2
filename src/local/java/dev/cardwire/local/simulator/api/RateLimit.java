// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Refusal;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** So many calls of a kind in a clock minute (uqpay/api.md 7). The knob is the limit of ordinary calls; 0 lifts them all. */
final class RateLimit {
    private static final int TOKEN_CALLS = 60;
    private static final int CALLS_WITHOUT_TOKEN = 200;
    private static final String MESSAGE =
            "Too many requests have been made to the api. Please refer to the Developer Center for more information";

    private final InstantSource clock;
    private final Behaviour behaviour;
    private final Map<String, Integer> counts = new HashMap<>();
    private long minute;

    RateLimit(InstantSource clock, Behaviour behaviour) {
        this.clock = clock;
        this.behaviour = behaviour;
    }

    void tokenCall(String clientId) {
        count("token " + clientId, TOKEN_CALLS);
    }

    void callWithoutToken() {
        count("none", CALLS_WITHOUT_TOKEN);
    }

    void call(String clientId) {
        count(clientId, behaviour.number(Knob.RATE_LIMIT_PER_MINUTE));
    }

    private void count(String who, int limit) {
        if (behaviour.number(Knob.RATE_LIMIT_PER_MINUTE) == 0) {
            return;
        }
        long second = clock.instant().getEpochSecond();
        if (second / 60 != minute) {
            minute = second / 60;
            counts.clear();
        }
        if (counts.merge(who, 1, Integer::sum) > limit) {
            throw tooMany(60 - second % 60);
        }
    }

    private Refusal tooMany(long secondsLeft) {
        String body = Json.text(Json.object().put("code", "too_many_requests").put("message", MESSAGE));
        if (behaviour.is(Knob.RATE_LIMIT_BODY, "trailing_comma")) {
            // As the published sample has it: not JSON.
            body = body.replace("}", ",}");
        }
        Answer answer = Answer.of(429, Answer.JSON, body);
        boolean hint = behaviour.on(Knob.RATE_LIMIT_RETRY_AFTER);
        return new Refusal(hint ? answer.withHeader("Retry-After", Long.toString(secondsLeft)) : answer);
    }
}
