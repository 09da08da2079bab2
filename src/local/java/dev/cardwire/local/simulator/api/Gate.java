// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import dev.cardwire.local.simulator.account.Accounts;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Handler;
import dev.cardwire.local.simulator.wire.Refusal;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** Every call passes here, in this order: limit and token, faults, idempotency, the handler. */
public final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final Tokens tokens;
    private final Idempotency idempotency;
    private final RateLimit limit;
    private final Faults faults;
    private final Behaviour behaviour;

    public Gate(Tokens tokens, Idempotency idempotency, Behaviour behaviour, InstantSource clock) {
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.limit = new RateLimit(clock, behaviour);
        this.faults = new Faults(behaviour);
        this.behaviour = behaviour;
    }

    Turn token(Call call) {
        return turn(refusable(() -> {
            limit.tokenCall(call.header("x-client-id").orElse(""));
            return faults.strikes() ? faults.answer() : tokens.issue(call);
        }));
    }

    Turn pass(Call call, Handler handler) {
        try {
            authenticate(call);
        } catch (Refusal refusal) {
            return turn(refusal.answer());
        }
        boolean fault = faults.strikes();
        if (fault && !faults.strikeAfterWork()) {
            return turn(faults.answer());
        }
        Turn done = call.isWrite() ? write(call, handler) : turn(refusable(() -> handler.handle(call)));
        return fault ? new Turn(faults.answer(), done.runningKey(), done.latencyMillis()) : done;
    }

    void answered(String runningKey) {
        idempotency.end(runningKey);
    }

    private void authenticate(Call call) {
        if (call.header("x-auth-token").isEmpty()) {
            limit.callWithoutToken();
        }
        String clientId = tokens.client(call);
        limit.call(clientId);
        Accounts.checkOnBehalfOf(call);
    }

    private Turn write(Call call, Handler handler) {
        Optional<Answer> earlier;
        try {
            earlier = idempotency.replay(call);
        } catch (Refusal refusal) {
            return turn(refusal.answer());
        }
        if (earlier.isPresent()) {
            return turn(earlier.get());
        }
        Answer answer = refusable(() -> handler.handle(call));
        idempotency.keep(call, answer);
        idempotency.begin(call.idempotencyKey());
        return new Turn(answer, call.idempotencyKey(), behaviour.number(Knob.HTTP_LATENCY_MS));
    }

    private Turn turn(Answer answer) {
        return new Turn(answer, "", behaviour.number(Knob.HTTP_LATENCY_MS));
    }

    private static Answer refusable(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (Refusal refusal) {
            return refusal.answer();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "Simulated UQPAY stumbled over a call", e);
            return Answer.json(500, Refusal.envelope("api_error", "api_error", "internal error"));
        }
    }
}
