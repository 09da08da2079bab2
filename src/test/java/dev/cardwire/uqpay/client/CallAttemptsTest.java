// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cardwire.cluster.CallBudget;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.testsupport.SettableClock;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayInDoubtException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;

class CallAttemptsTest {

    private static final String CARD = new String(Samples.bytes("rest.create-card.response.json"));
    private static final String REFUSAL = new String(Samples.bytes("rest.error.card-not-found.response.json"));

    private static final String FLAT = "{\"code\":400,\"message\":\"Insufficient balance\"}";

    private final SettableClock clock = new SettableClock(Answers.NOON);
    /** What UQPAY says, one after the other; the last for ever. */
    private final Deque<Supplier<Uni<Answer>>> upstream = new ArrayDeque<>();

    private final List<Token> used = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private boolean hasBudget = true;
    private boolean hasToken = true;
    private int taken;
    private CallGuard gate = Supplier::get;
    private int renewals;
    /** How long it takes to ask for a call of the minute. */
    private Duration counting = Duration.ZERO;

    @Test
    void answersAtOnceWhenAllIsWell() {
        answer(200, CARD);
        assertThat(write(true).cardOrderId()).isEqualTo("79224316-ecad-4e61-9eeb-e7929bda124c");
        assertThat(pauses).isEmpty();
    }

    @Test
    void repeatsAWriteUnderItsKeyUntilItIsAnswered() {
        fail(new IOException("connection reset"));
        answer(502, "<html>");
        answer(400, "{\"code\":200,\"message\":\"request is processing\"}");
        answer(200, CARD);
        assertThat(write(true).cardStatus()).isEqualTo("PENDING");
        assertThat(used).hasSize(4);
    }

    @Test
    void saysNotSentWhenNothingEverArrived() {
        refuseConnections();
        assertThat(failure(true)).isInstanceOf(UqpayNotSentException.class);
        assertThat(used.size()).isGreaterThan(1);
    }

    @Test
    void keepsADoubtWhateverComesAfterIt() {
        List<Runnable> later =
                List.of(this::refuseConnections, () -> answer(403, ""), () -> answer(401, ""), () -> answer(429, ""));
        for (Runnable then : later) {
            upstream.clear();
            fail(new IOException("connection reset"));
            then.run();
            assertThat(failure(true)).isInstanceOf(UqpayInDoubtException.class);
        }
    }

    @Test
    void keepsTheDoubtOfAnEarlierCall() {
        answer(403, "");
        assertThat(failure(false)).isInstanceOf(UqpayInDoubtException.class);
        hasBudget = false;
        assertThat(failure(false)).isInstanceOf(UqpayInDoubtException.class);
    }

    @Test
    void believesUqpaysNoAfterADoubt() {
        fail(new IOException("connection reset"));
        answer(400, REFUSAL);
        assertThat(failure(true)).isInstanceOf(UqpayRefusedException.class);
    }

    /** Its older error form says no in a sentence only, and keeps what it said under the key. */
    @Test
    void flatNoCountsWhenItsRepeatIsAnsweredTheSame() {
        answer(400, FLAT);
        assertThat(failure(true)).isInstanceOfSatisfying(UqpayRefusedException.class, refusal -> {
            assertThat(refusal.status()).isEqualTo(400);
            assertThat(refusal.type()).isEmpty();
            assertThat(refusal.code()).contains("400");
            assertThat(refusal.said()).contains("Insufficient balance");
        });
        assertThat(used).hasSize(2);
    }

    @Test
    void flatNoThatIsNotConfirmedLeavesADoubt() {
        answer(400, FLAT);
        refuseConnections();
        assertThat(failure(true)).isInstanceOfSatisfying(UqpayInDoubtException.class, doubt -> assertThat(
                        doubt.evidence().orElseThrow().message())
                .isEqualTo("Insufficient balance"));
    }

    @Test
    void flatNoIsOverWhenTheRepeatIsTakenOn() {
        answer(400, FLAT);
        answer(400, "{\"code\":400,\"message\":\"another sentence\"}");
        answer(502, "<html>");
        answer(400, FLAT);
        answer(200, CARD);
        assertThat(write(true).cardStatus()).isEqualTo("PENDING");
        assertThat(used).hasSize(5);
    }

    @Test
    void blockedAddressCostsOneCallAndNoToken() {
        answer(401, "{\"error\": \"IP not allowed\"}");
        assertThat(failure(true)).isInstanceOfSatisfying(UqpayNotSentException.class, blocked -> {
            assertThat(blocked.reason()).isEqualTo(UqpayNotSentException.Reason.UNAUTHORIZED);
            assertThat(blocked.evidence().orElseThrow().message()).isEqualTo("IP not allowed");
        });
        assertThat(used).hasSize(1);
        assertThat(renewals).isZero();
    }

    @Test
    void doubtKeepsWhatWasLastSeen() {
        answer(500, "{\"type\":\"api_error\",\"code\":\"api_error\",\"message\":\"internal\"}");
        refuseConnections();
        assertThat(failure(true)).isInstanceOfSatisfying(UqpayInDoubtException.class, doubt -> {
            UqpayEvidence evidence = doubt.evidence().orElseThrow();
            assertThat(evidence.status()).isEqualTo(500);
            assertThat(evidence.code()).isEqualTo("api_error");
            assertThat(evidence.message()).isEqualTo("internal");
        });
    }

    @Test
    void renewsTheTokenOnceAndRepeatsAtOnce() {
        answer(401, "{\"error\": \"token has expired\"}");
        answer(200, CARD);
        write(true);
        assertThat(used).extracting(Token::generation).containsExactly(1L, 2L);
        assertThat(pauses).isEmpty();
        upstream.clear();
        answer(401, "");
        assertThat(failure(true))
                .asInstanceOf(InstanceOfAssertFactories.type(UqpayNotSentException.class))
                .extracting(UqpayNotSentException::reason)
                .isEqualTo(UqpayNotSentException.Reason.UNAUTHORIZED);
        assertThat(renewals).isEqualTo(2);
    }

    @Test
    void waitsAsLongAsUqpayAsks() {
        upstream.add(() -> item(Answers.retryAfter(429, Duration.ofSeconds(7))));
        answer(200, CARD);
        write(true);
        assertThat(pauses).containsExactly(Duration.ofSeconds(7));
    }

    @Test
    void givesUpAtOnceWhenUqpayAsksForMoreThanTheCallHas() {
        upstream.add(() -> item(Answers.retryAfter(429, Duration.ofSeconds(40))));
        UqpayNotSentException failure = (UqpayNotSentException) failure(true);
        assertThat(failure.reason()).isEqualTo(UqpayNotSentException.Reason.RATE_LIMITED);
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(40));
        assertThat(pauses).isEmpty();
    }

    @Test
    void sendsNothingWithoutBudget() {
        hasBudget = false;
        assertThat(failure(true))
                .asInstanceOf(InstanceOfAssertFactories.type(UqpayNotSentException.class))
                .extracting(UqpayNotSentException::reason)
                .isEqualTo(UqpayNotSentException.Reason.BUDGET);
        assertThat(used).isEmpty();
    }

    @Test
    void takesNoCallOfTheMinuteForWhatDoesNotLeave() {
        for (RuntimeException keptBack : List.of(new CircuitBreakerOpenException(), new BulkheadException())) {
            gate = call -> Uni.createFrom().failure(keptBack);
            assertThat(failure(true)).isInstanceOf(UqpayNotSentException.class);
        }
        gate = Supplier::get;
        hasToken = false;
        assertThat(failure(true)).isInstanceOf(UqpayNotSentException.class);
        assertThat(taken).isZero();
    }

    @Test
    void takesOneCallOfTheMinuteForEachTry() {
        fail(new IOException("connection reset"));
        answer(200, CARD);
        write(true);
        assertThat(taken).isEqualTo(2);
    }

    @Test
    void sendsNothingWhenTheLastMomentPassesWhileTheCallIsCounted() {
        answer(200, CARD);
        counting = Duration.ofSeconds(12);
        assertThat(failure(true)).isInstanceOf(UqpayNotSentException.class);
        assertThat(used).isEmpty();
    }

    @Test
    void sendsNothingThatCouldStillBeOnItsWayAfterTheLastMoment() {
        Instant tooSoon = clock.instant().minusSeconds(1);
        assertThat(catchThrowable(() -> run(new CallAttempts.Rules(true, true, false, CallPurpose.RECOVERY, tooSoon))))
                .isInstanceOf(UqpayNotSentException.class);
        assertThat(used).isEmpty();
    }

    @Test
    void endsWithinItsTime() {
        Instant begun = clock.instant();
        upstream.clear();
        for (int i = 0; i < 50; i++) {
            upstream.add(() -> {
                clock.pass(Duration.ofSeconds(5));
                return Uni.createFrom().failure(new IOException("silent"));
            });
        }
        assertThat(failure(true)).isInstanceOf(UqpayInDoubtException.class);
        assertThat(Duration.between(begun, clock.instant())).isLessThanOrEqualTo(Duration.ofSeconds(15));
    }

    @Test
    void endsWithWhatUqpaySaidWhenTheNextTryWouldComeTooLate() {
        Instant begun = clock.instant();
        answer(429, "");
        Throwable end = catchThrowable(
                () -> run(new CallAttempts.Rules(false, true, false, CallPurpose.ISSUING, begun.plusSeconds(4))));
        assertThat(end).isInstanceOfSatisfying(UqpayNotSentException.class, limited -> assertThat(limited.reason())
                .isEqualTo(UqpayNotSentException.Reason.RATE_LIMITED));
        assertThat(clock.instant()).isBeforeOrEqualTo(begun.plusSeconds(4));
        assertThat(used).hasSizeGreaterThan(1);
    }

    @Test
    void neverRepeatsWhatMustNotBeRepeated() {
        answer(502, "");
        answer(200, CARD);
        assertThat(catchThrowable(() -> run(new CallAttempts.Rules(
                        false,
                        false,
                        false,
                        CallPurpose.ISSUING,
                        clock.instant().plusSeconds(10)))))
                .isInstanceOf(UqpayUnavailableException.class);
        assertThat(used).hasSize(1);
    }

    private UqpayAcceptance write(boolean first) {
        return run(new CallAttempts.Rules(
                true, true, !first, CallPurpose.ISSUING, clock.instant().plusSeconds(10)));
    }

    private Throwable failure(boolean first) {
        return catchThrowable(() -> write(first));
    }

    private UqpayAcceptance run(CallAttempts.Rules rules) {
        UqpayConfig config = Settings.defaults();
        CallAttempts.Tools tools =
                new CallAttempts.Tools(new FakeTokens(), new FakeBudget(), clock, this::pause, config.retry());
        return new CallAttempts<>(tools, rules, gate, this::send, answer -> answer.as(Decoder::newCard))
                .run()
                .await()
                .atMost(Duration.ofSeconds(10));
    }

    private Uni<Answer> send(Token token) {
        used.add(token);
        return (upstream.size() > 1 ? upstream.poll() : upstream.peek()).get();
    }

    private Uni<Void> pause(Duration length) {
        pauses.add(length);
        clock.pass(length);
        return Uni.createFrom().voidItem();
    }

    private void answer(int status, String body) {
        upstream.add(() -> item(Answers.of(status, body)));
    }

    private void fail(Throwable failure) {
        upstream.add(() -> Uni.createFrom().failure(failure));
    }

    private void refuseConnections() {
        fail(new ConnectException("refused"));
    }

    private static Uni<Answer> item(Answer answer) {
        return Uni.createFrom().item(answer);
    }

    private final class FakeTokens implements Tokens {

        @Override
        public Uni<Token> current() {
            if (!hasToken) {
                return Uni.createFrom()
                        .failure(new UqpayNotSentException(UqpayNotSentException.Reason.UNAUTHORIZED, "no token"));
            }
            return Uni.createFrom().item(token(1));
        }

        @Override
        public Uni<Token> after(Token refused) {
            renewals++;
            return Uni.createFrom().item(token(refused.generation() + 1));
        }

        private Token token(long generation) {
            return new Token(
                    generation,
                    "t" + generation,
                    clock.instant(),
                    clock.instant().plusSeconds(1_800));
        }
    }

    private final class FakeBudget implements CallBudget {

        @Override
        public Uni<Boolean> take(CallPurpose purpose) {
            taken++;
            clock.pass(counting);
            return Uni.createFrom().item(hasBudget);
        }

        @Override
        public Uni<Integer> left() {
            return Uni.createFrom().item(hasBudget ? 1 : 0);
        }

        @Override
        public Duration untilNextMinute() {
            return Duration.ofSeconds(30);
        }
    }
}
