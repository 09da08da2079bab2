// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.local.simulator.account.Accounts;
import dev.cardwire.local.simulator.behaviour.Behaviour;
import dev.cardwire.local.simulator.behaviour.Knob;
import dev.cardwire.local.simulator.store.Json;
import dev.cardwire.local.simulator.store.RunRecord;
import dev.cardwire.local.simulator.wire.Answer;
import dev.cardwire.local.simulator.wire.Call;
import dev.cardwire.local.simulator.wire.Handler;
import dev.cardwire.local.simulator.wire.Refusal;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Every call passes here, in this order: limit and token, faults, idempotency, the handler. */
public final class Gate {
    private static final System.Logger LOG = System.getLogger(Gate.class.getName());

    private final Tokens tokens;
    private final Idempotency idempotency;
    private final RateLimit limit;
    private final Faults faults;
    private final Behaviour behaviour;
    private final Consumer<Call> before;
    private final RunRecord record;

    /** @param before hears of every call before it is handled */
    public Gate(
            Tokens tokens,
            Idempotency idempotency,
            Behaviour behaviour,
            Consumer<Call> before,
            RunRecord record,
            InstantSource clock) {
        this.before = before;
        this.record = record;
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.limit = new RateLimit(clock, behaviour);
        this.faults = new Faults(behaviour);
        this.behaviour = behaviour;
    }

    Turn token(Call call) {
        before.accept(call);
        Answer answer = refusable(() -> {
            limit.tokenCall(call.header("x-client-id").orElse(""));
            return faults.strikes() ? faults.answer() : tokens.issue(call);
        });
        Turn turn = new Turn(answer, "", behaviour.number(Knob.HTTP_LATENCY_MS), Pace.WHOLE);
        note(call, turn);
        return turn;
    }

    Turn pass(Call call, Handler handler) {
        before.accept(call);
        Turn turn = judged(call, handler);
        note(call, turn);
        return turn;
    }

    private void note(Call call, Turn turn) {
        if (!record.isKept()) {
            return;
        }
        ObjectNode line = Json.object()
                .put("method", call.method())
                .put("path", call.path())
                .put("idempotency_key", call.idempotencyKey());
        line.set("query", Json.tree(call.query()));
        line.set("request", call.body());
        line.put("status", turn.answer().dropped() ? 0 : turn.answer().status());
        line.put("latency_ms", turn.latencyMillis());
        line.set("answer", RunRecord.readable(turn.answer().body()));
        record.note("call", line);
    }

    private Turn judged(Call call, Handler handler) {
        try {
            authenticate(call);
        } catch (Refusal refusal) {
            return turn(refusal.answer());
        }
        boolean fault = faults.strikes();
        if (fault && !faults.strikeAfterWork()) {
            return turn(failure(call));
        }
        Turn done = call.isWrite() ? write(call, handler) : turn(refusable(() -> handler.handle(call)));
        return fault ? done.answeredBy(faults.answer()) : done;
    }

    private Answer failure(Call call) {
        Answer answer = faults.answer();
        if (call.isWrite() && faults.areUqpays()) {
            idempotency.keepFailure(call, answer);
        }
        return answer;
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
        return new Turn(answer, call.idempotencyKey(), behaviour.number(Knob.HTTP_LATENCY_MS), pace());
    }

    private Turn turn(Answer answer) {
        return new Turn(answer, "", behaviour.number(Knob.HTTP_LATENCY_MS), pace());
    }

    private Pace pace() {
        return Pace.valueOf(behaviour.text(Knob.HTTP_ANSWER).toUpperCase(Locale.ROOT));
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
