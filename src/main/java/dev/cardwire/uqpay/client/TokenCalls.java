// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayNotSentException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Asks UQPAY for a token ({@code uqpay/api.md} 2). Each success kills every token before it. */
@ApplicationScoped
class TokenCalls {

    /** What the token lives for when UQPAY does not say. */
    private static final Duration USUAL_LIFE = Duration.ofMinutes(30);

    private static final Duration LONGEST_LIFE = Duration.ofHours(24);
    private static final Duration SHORTEST_LIFE = Duration.ofSeconds(10);
    /** Beyond this a number of seconds must be one of milliseconds. */
    private static final BigDecimal SECONDS_END = BigDecimal.valueOf(100_000_000_000L);

    private static final BigDecimal MILLIS_END = BigDecimal.valueOf(100_000_000_000_000L);

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final int REQUEST_TIMEOUT = 408;
    private static final int GATEWAY_TIMEOUT = 504;

    private static final byte[] NO_BODY = {'{', '}'};

    private final UqpayAccount account;
    private final CallGuard gate;
    private final UpstreamClock upstream;
    private final InstantSource clock;
    private final UqpayRest rest;
    private final CallMeters meters;
    private final int perMinute;
    private final Deque<Instant> asked = new ArrayDeque<>();

    TokenCalls(
            UqpayAccount account,
            CallGuards gates,
            UpstreamClock upstream,
            InstantSource clock,
            UqpayConfig config,
            CallMeters meters) {
        this.meters = meters;
        this.account = account;
        this.gate = gates.tokens();
        this.upstream = upstream;
        this.clock = clock;
        this.rest = account.tokenRest();
        this.perMinute = config.token().perMinute();
    }

    /** A new token of this generation, or the reason of the failure. */
    Uni<Verdict<Token>> ask(long generation) {
        if (!mayAsk()) {
            return Uni.createFrom()
                    .item(Verdict.of(Verdict.Kind.NOT_SENT, "too many tokens were asked for in this minute", false));
        }
        Attempt attempt = new Attempt();
        return gate.pass(() -> leave(attempt))
                .map(answer -> judged(answer, generation))
                .onFailure()
                .recoverWithItem(failure -> missed(AnswerJudge.failure(failure, attempt)))
                .invoke(verdict -> meters.renewal(verdict.result() != null));
    }

    /** Where two parties keep taking the token from each other, neither may ask so often that UQPAY shuts them both out. */
    private synchronized boolean mayAsk() {
        Instant now = clock.instant();
        asked.removeIf(before -> before.isBefore(now.minus(MINUTE)));
        return asked.size() < perMinute && asked.add(now);
    }

    private Uni<Answer> leave(Attempt attempt) {
        if (!attempt.leave()) {
            return Uni.createFrom()
                    .failure(new UqpayNotSentException(UqpayNotSentException.Reason.UNAVAILABLE, "given up"));
        }
        Instant sentAt = clock.instant();
        return rest.token(account.clientId(), account.apiKey(), NO_BODY)
                .map(response -> Answer.of(response, sentAt, clock.instant()))
                .invoke(upstream::learn);
    }

    /** An answer that is too large has begun, and so its call is as much over as one that was answered. */
    private static Verdict<Token> missed(Verdict<Token> verdict) {
        UqpayEvidence seen = verdict.evidence();
        return seen != null && seen.kind() == UqpayEvidence.Kind.TOO_LARGE
                ? Verdict.of(Verdict.Kind.NOT_SENT, verdict.message(), false)
                : verdict;
    }

    private Verdict<Token> judged(Answer answer, long generation) {
        if (answer.status() == 400) {
            return Verdict.of(Verdict.Kind.UNAUTHORIZED, "UQPAY does not know our client id", false);
        }
        Verdict<Token> verdict = AnswerJudge.write(answer, good -> token(good, generation));
        // answered is over: no token of this call can come any more, so the next one need not wait for it; but for what
        // somebody on the way says who did not wait either
        boolean over = answer.status() != REQUEST_TIMEOUT && answer.status() != GATEWAY_TIMEOUT;
        return over && verdict.kind() == Verdict.Kind.IN_DOUBT
                ? Verdict.of(Verdict.Kind.NOT_SENT, verdict.message(), false)
                : verdict;
    }

    private @Nullable Token token(Answer answer, long generation) {
        JsonNode body = answer.json();
        JsonNode value = body.get("auth_token");
        if (value == null || !value.isTextual() || value.textValue().isBlank()) {
            return null;
        }
        Instant now = clock.instant();
        return new Token(generation, value.textValue().trim(), now, now.plus(life(body.get("expired_at"))));
    }

    /** The rest of its life by UQPAY's own clock, so that a wrong clock here does not end it early or late. */
    private Duration life(@Nullable JsonNode expiredAt) {
        BigDecimal end = WireValues.amount(expiredAt);
        if (end == null || end.signum() <= 0 || end.compareTo(MILLIS_END) > 0) {
            return USUAL_LIFE;
        }
        boolean seconds = end.compareTo(SECONDS_END) < 0;
        Instant expiry = seconds ? Instant.ofEpochSecond(end.longValue()) : Instant.ofEpochMilli(end.longValue());
        Duration life = Duration.between(upstream.now(), expiry);
        if (life.compareTo(SHORTEST_LIFE) < 0) {
            return SHORTEST_LIFE;
        }
        return life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    }
}
