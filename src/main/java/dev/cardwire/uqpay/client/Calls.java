// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.CallBudget;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.uqpay.UqpayCall;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes calls: what each of them needs, shared by all of them. The tries of one call are an {@link CallAttempts}. */
@ApplicationScoped
class Calls {

    private final UqpayRest rest;
    private final CallGuards gates;
    private final UpstreamClock upstream;
    private final CallAttempts.Tools tools;
    private final UqpayConfig.TimeConfig time;

    Calls(
            UqpayAccount account,
            CallGuards gates,
            Tokens tokens,
            CallBudget budget,
            UpstreamClock upstream,
            InstantSource clock,
            Pauses pauses) {
        UqpayConfig config = account.config();
        this.rest = account.rest();
        this.gates = gates;
        this.upstream = upstream;
        this.tools = new CallAttempts.Tools(tokens, budget, clock, pauses, config.retry());
        this.time = config.time();
    }

    /** A read: repeated while its time lasts. */
    <T> Uni<T> read(CallPurpose purpose, RestCall send, Function<Answer, @Nullable T> decoder) {
        return run(
                gates.reads(purpose),
                send,
                decoder,
                () -> new CallAttempts.Rules(false, true, false, purpose, lastRead(purpose)));
    }

    /**
     * A read that its duty does again: not repeated here, or one page that UQPAY cannot give would open the circuit for all
     * the others.
     */
    <T> Uni<T> readOnce(CallPurpose purpose, RestCall send, Function<Answer, @Nullable T> decoder) {
        return run(
                gates.reads(purpose),
                send,
                decoder,
                () -> new CallAttempts.Rules(false, false, false, purpose, lastRead(purpose)));
    }

    /** A call that must not be repeated and whose loss harms nobody. */
    <T> Uni<T> once(CallPurpose purpose, RestCall send, Function<Answer, @Nullable T> decoder) {
        return run(
                gates.sessions(),
                send,
                decoder,
                () -> new CallAttempts.Rules(false, false, false, purpose, lastLeave(end())));
    }

    /** A write: repeated under its persisted key while its time lasts. */
    <T> Uni<T> write(UqpayCall call, RestCall send, Function<Answer, @Nullable T> decoder) {
        return run(gates.writes(), send, decoder, () -> {
            Instant end = end();
            Instant earlier = call.notAfter().isBefore(end) ? call.notAfter() : end;
            return new CallAttempts.Rules(true, true, !call.firstAttempt(), call.purpose(), lastLeave(earlier));
        });
    }

    private <T> Uni<T> run(
            CallGuard gate, RestCall send, Function<Answer, @Nullable T> decoder, Supplier<CallAttempts.Rules> rules) {
        return CallerContext.keep(Uni.createFrom()
                .deferred(
                        () -> new CallAttempts<>(tools, rules.get(), gate, token -> send(send, token), decoder).run()));
    }

    private Uni<Answer> send(RestCall send, Token token) {
        Instant sentAt = tools.clock().instant();
        return send.over(rest, token.header())
                .map(response -> Answer.of(response, sentAt, tools.clock().instant()))
                .invoke(upstream::learn);
    }

    /** A caller that waits to issue gets UQPAY's last answer to a read, instead of waiting for one that would come too late. */
    private Instant lastRead(CallPurpose purpose) {
        return purpose == CallPurpose.ISSUING ? tools.clock().instant().plus(time.check()) : lastLeave(end());
    }

    /** What leaves later could still be on its way at the end. */
    private Instant lastLeave(Instant end) {
        return end.minus(time.call());
    }

    private Instant end() {
        return tools.clock().instant().plus(time.operation());
    }
}
