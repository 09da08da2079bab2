// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.cluster.CallBudget;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.time.BackOff;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayInDoubtException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import dev.cardwire.uqpay.client.Verdict.Kind;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All tries of one call and what they come to together. A doubt, once there, is never talked away by a later try that
 * was not let in: the first may still have made the card.
 */
final class CallAttempts<T> {

    /** What all calls share. */
    record Tools(Tokens tokens, CallBudget budget, InstantSource clock, Pauses pauses, UqpayConfig.RetryConfig retry) {}

    /**
     * @param write whether a lost answer leaves something in doubt
     * @param repeatable whether it may be sent more than once
     * @param inDoubt whether an earlier call with the same key ended in doubt
     * @param lastLeave after this no try leaves
     */
    record Rules(boolean write, boolean repeatable, boolean inDoubt, CallPurpose purpose, Instant lastLeave) {}

    private final Tools tools;
    private final Rules rules;
    private final CallGuard gate;
    private final Function<Token, Uni<Answer>> send;
    private final Function<Answer, @Nullable T> decoder;

    private boolean inDoubt;
    /** Of the last try that left. */
    private @Nullable UqpayEvidence seen;
    /** UQPAY's last word, if it was a no that has to be confirmed. */
    private @Nullable UqpayRefusedException no;

    private boolean renewed;
    private int tries;

    CallAttempts(
            Tools tools,
            Rules rules,
            CallGuard gate,
            Function<Token, Uni<Answer>> send,
            Function<Answer, @Nullable T> decoder) {
        this.tools = tools;
        this.rules = rules;
        this.gate = gate;
        this.send = send;
        this.decoder = decoder;
        this.inDoubt = rules.inDoubt();
    }

    Uni<T> run() {
        return attempt(tools.tokens()::current);
    }

    private Uni<T> attempt(Supplier<Uni<Token>> token) {
        tries++;
        return isTooLate() ? end(tooLate()) : withToken(token.get());
    }

    private Uni<T> withToken(Uni<Token> token) {
        return token.ifNoItem()
                .after(timeLeft())
                .failWith(() -> new UqpayNotSentException(UqpayNotSentException.Reason.UNAVAILABLE, "no token in time"))
                .onItemOrFailure()
                .transformToUni((found, failure) -> found != null ? sent(found) : end(withoutToken(failure)));
    }

    private Uni<T> sent(Token token) {
        Attempt attempt = new Attempt();
        return gate.pass(() -> counted(attempt, token))
                .map(answer -> rules.write() ? AnswerJudge.write(answer, decoder) : AnswerJudge.read(answer, decoder))
                .onFailure()
                .recoverWithItem(failure -> AnswerJudge.failure(failure, attempt))
                .chain(verdict -> judged(verdict, token));
    }

    /**
     * Takes one of the minute's calls, behind the gate: what an open circuit, a full bulkhead or a missing token keeps
     * back must not use up the calls of a UQPAY that is well again.
     */
    private Uni<Answer> counted(Attempt attempt, Token token) {
        return tools.budget()
                .take(rules.purpose())
                .chain(granted ->
                        granted ? leave(attempt, token) : Uni.createFrom().failure(noBudget()));
    }

    /** The last moment: between here and the socket is only the wait for a connection, which a call's time bounds. */
    private Uni<Answer> leave(Attempt attempt, Token token) {
        if (isTooLate() || !attempt.leave()) {
            return Uni.createFrom()
                    .failure(
                            new UqpayNotSentException(UqpayNotSentException.Reason.UNAVAILABLE, "too late to be sent"));
        }
        return send.apply(token);
    }

    private Uni<T> judged(Verdict<T> verdict, Token token) {
        if (verdict.kind() == Kind.STALE_TOKEN && !renewed) {
            renewed = true;
            return attempt(() -> tools.tokens().after(token));
        }
        seen = verdict.evidence() == null ? seen : verdict.evidence();
        UqpayRefusedException before = no;
        no = verdict.kind() == Kind.UNCONFIRMED ? verdict.refusal() : null;
        if (no != null && before != null && no.saysTheSameAs(before)) {
            return end(Verdict.refused(no));
        }
        inDoubt |= rules.write() && (verdict.kind() == Kind.IN_DOUBT || verdict.kind() == Kind.UNCONFIRMED);
        if (!verdict.repeat() || !rules.repeatable()) {
            return end(verdict);
        }
        Duration pause = pause(verdict.retryAfter());
        if (tools.clock().instant().plus(pause).isAfter(rules.lastLeave())) {
            return end(verdict);
        }
        return tools.pauses().pause(pause).chain(() -> attempt(tools.tokens()::current));
    }

    private Uni<T> end(Verdict<T> verdict) {
        return switch (verdict.kind()) {
            case DONE -> Uni.createFrom().item(Objects.requireNonNull(verdict.result()));
            case REFUSED -> Uni.createFrom().failure(Objects.requireNonNull(verdict.refusal()));
            case STALE_TOKEN, UNAUTHORIZED -> notSent(UqpayNotSentException.Reason.UNAUTHORIZED, verdict);
            case RATE_LIMITED -> notSent(UqpayNotSentException.Reason.RATE_LIMITED, verdict);
            case NO_BUDGET -> notSent(UqpayNotSentException.Reason.BUDGET, verdict);
            case NOT_SENT -> notSent(UqpayNotSentException.Reason.UNAVAILABLE, verdict);
            case UNCONFIRMED, IN_DOUBT ->
                Uni.createFrom()
                        .failure(
                                rules.write()
                                        ? new UqpayInDoubtException(verdict.message(), seen)
                                        : new UqpayUnavailableException(verdict.message(), seen));
        };
    }

    private Uni<T> notSent(UqpayNotSentException.Reason reason, Verdict<T> verdict) {
        return Uni.createFrom()
                .failure(
                        inDoubt
                                ? new UqpayInDoubtException(
                                        "in doubt since an earlier try, and now: " + verdict.message(), seen)
                                : new UqpayNotSentException(
                                        reason, verdict.message(), verdict.retryAfter(), verdict.evidence()));
    }

    private boolean isTooLate() {
        return tools.clock().instant().isAfter(rules.lastLeave());
    }

    private Duration timeLeft() {
        Duration left = Duration.between(tools.clock().instant(), rules.lastLeave());
        return left.toMillis() > 0 ? left : Duration.ofMillis(1);
    }

    private Duration pause(@Nullable Duration asked) {
        Duration own = new BackOff(tools.retry().first(), tools.retry().longest()).spreadAfter(tries - 1);
        return asked != null && asked.compareTo(own) > 0 ? asked : own;
    }

    private Verdict<T> tooLate() {
        return Verdict.of(Kind.NOT_SENT, "too late to be sent", false);
    }

    private UqpayNotSentException noBudget() {
        return new UqpayNotSentException(
                UqpayNotSentException.Reason.BUDGET,
                "the minute has no calls left for " + rules.purpose(),
                tools.budget().untilNextMinute());
    }

    private Verdict<T> withoutToken(@Nullable Throwable failure) {
        if (!(failure instanceof UqpayNotSentException notSent)) {
            return Verdict.of(Kind.NOT_SENT, "no token", false);
        }
        Kind kind =
                switch (notSent.reason()) {
                    case UNAUTHORIZED -> Kind.UNAUTHORIZED;
                    case RATE_LIMITED -> Kind.RATE_LIMITED;
                    case BUDGET -> Kind.NO_BUDGET;
                    case UNAVAILABLE -> Kind.NOT_SENT;
                };
        return Verdict.of(kind, String.valueOf(notSent.getMessage()), false);
    }
}
