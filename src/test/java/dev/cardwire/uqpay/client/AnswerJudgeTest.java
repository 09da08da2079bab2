// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import static dev.cardwire.uqpay.client.Verdict.Kind.DONE;
import static dev.cardwire.uqpay.client.Verdict.Kind.IN_DOUBT;
import static dev.cardwire.uqpay.client.Verdict.Kind.NOT_SENT;
import static dev.cardwire.uqpay.client.Verdict.Kind.RATE_LIMITED;
import static dev.cardwire.uqpay.client.Verdict.Kind.REFUSED;
import static dev.cardwire.uqpay.client.Verdict.Kind.STALE_TOKEN;
import static dev.cardwire.uqpay.client.Verdict.Kind.UNAUTHORIZED;
import static dev.cardwire.uqpay.client.Verdict.Kind.UNCONFIRMED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerJudgeTest {

    private static final String HTML = "<html><body>502 Bad Gateway</body></html>";

    static Stream<Arguments> writes() {
        return Stream.of(
                Arguments.of(200, sample("rest.create-card.response.json"), DONE, false),
                Arguments.of(201, sample("rest.create-card.response.json"), DONE, false),
                Arguments.of(200, "{\"card_status\":\"PENDING\"}", IN_DOUBT, false),
                Arguments.of(200, "{\"card_id\":\"5041", IN_DOUBT, true),
                Arguments.of(200, "", IN_DOUBT, true),
                Arguments.of(204, "", IN_DOUBT, true),
                Arguments.of(302, "", IN_DOUBT, false),
                Arguments.of(400, sample("rest.error.card-not-found.response.json"), REFUSED, false),
                Arguments.of(400, error("invalid_request_error"), REFUSED, false),
                Arguments.of(400, error("cardholder_error"), REFUSED, false),
                Arguments.of(400, error("account_error"), REFUSED, false),
                Arguments.of(400, error("idempotency_error"), IN_DOUBT, false),
                Arguments.of(400, error("some_new_error"), IN_DOUBT, false),
                Arguments.of(400, "{\"code\":200,\"message\":\"the request is processing\"}", IN_DOUBT, true),
                Arguments.of(
                        400,
                        "{\"type\":\"card_error\",\"code\":\"x\",\"message\":\"Request is processing\"}",
                        IN_DOUBT,
                        true),
                Arguments.of(400, "{\"code\":200,\"message\":\"no\"}", UNCONFIRMED, true),
                Arguments.of(
                        400, "{\"code\":400,\"type\":\"\",\"message\":\"Insufficient balance\"}", UNCONFIRMED, true),
                Arguments.of(400, "{\"code\":400,\"message\":\"idempotency key mismatch\"}", IN_DOUBT, false),
                Arguments.of(400, "{\"code\":200}", IN_DOUBT, false),
                Arguments.of(400, "{\"message\":\"no\"}", IN_DOUBT, false),
                Arguments.of(400, "{\"code\":200,\"message\":\"no\"", IN_DOUBT, false),
                Arguments.of(400, HTML, IN_DOUBT, false),
                Arguments.of(401, sample("rest.error.unauthorized.response.json"), STALE_TOKEN, false),
                Arguments.of(401, sample("rest.error.auth-middleware.response.json"), STALE_TOKEN, false),
                Arguments.of(401, HTML, STALE_TOKEN, false),
                Arguments.of(
                        401, "{\"type\":\"unauthorized_error\",\"message\":\"IP not allowed\"}", UNAUTHORIZED, false),
                Arguments.of(403, "", UNAUTHORIZED, false),
                Arguments.of(404, error("invalid_request_error"), IN_DOUBT, false),
                Arguments.of(409, error("card_error"), IN_DOUBT, false),
                Arguments.of(422, error("card_error"), IN_DOUBT, false),
                Arguments.of(429, "{\"code\": \"too_many_requests\", \"message\": \"…\",}", RATE_LIMITED, true),
                Arguments.of(500, error("api_error"), IN_DOUBT, true),
                Arguments.of(500, error("card_error"), IN_DOUBT, true),
                Arguments.of(502, HTML, IN_DOUBT, true),
                Arguments.of(503, "", IN_DOUBT, true));
    }

    @ParameterizedTest
    @MethodSource("writes")
    void judgesAnswersToWrites(int status, String body, Verdict.Kind kind, boolean repeat) {
        Verdict<UqpayAcceptance> verdict =
                AnswerJudge.write(Answers.of(status, body), answer -> answer.as(Decoder::newCard));
        assertThat(verdict.kind()).isEqualTo(kind);
        assertThat(verdict.repeat()).isEqualTo(repeat);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new ConnectException("refused"), NOT_SENT),
                Arguments.of(new RuntimeException(new ConnectException("refused")), NOT_SENT),
                Arguments.of(new UnknownHostException("x"), NOT_SENT),
                Arguments.of(new SSLHandshakeException("x"), NOT_SENT),
                Arguments.of(new CircuitBreakerOpenException("x"), NOT_SENT),
                Arguments.of(new BulkheadException("x"), NOT_SENT),
                Arguments.of(new UqpayNotSentException(UqpayNotSentException.Reason.UNAVAILABLE, "late"), NOT_SENT),
                Arguments.of(new TimeoutException("x"), IN_DOUBT),
                Arguments.of(new IOException("reset by peer"), IN_DOUBT),
                Arguments.of(new SSLException("broken in the middle"), IN_DOUBT),
                Arguments.of(new IllegalStateException("anything"), IN_DOUBT));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void judgesMissingAnswersOfCallsThatLeft(Throwable failure, Verdict.Kind kind) {
        Attempt attempt = new Attempt();
        attempt.leave();
        assertThat(AnswerJudge.failure(failure, attempt).kind()).isEqualTo(kind);
    }

    /** A renewal would not help an address that may not call, and would end the token of those that may. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"IP not allowed\"}",
                "{\"error\": \"IP address not allowed\"}",
                "{\"message\":\"ip 203.0.113.7 is not allowed\"}",
                "{\"message\":\"Your IP is not in the whitelist\"}",
                "{\"error\":\"unauthorized\",\"code\":\"ip_not_allowed\"}"
            })
    void addressThatMayNotCallRenewsNoToken(String body) {
        Verdict<Answer> verdict = AnswerJudge.write(Answers.of(401, body), any -> any);
        assertThat(verdict.kind()).isEqualTo(UNAUTHORIZED);
        assertThat(verdict.repeat()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"token has expired\"}",
                "{\"message\":\"jwt expired\"}",
                "{\"error\":\"no tip\"}",
                ""
            })
    void anyOther401RenewsTheToken(String body) {
        assertThat(AnswerJudge.write(Answers.of(401, body), any -> any).kind()).isEqualTo(STALE_TOKEN);
    }

    /** A read has nothing that a repeat could confirm, and what a flat answer means for it is not known. */
    @Test
    void flatAnswerToAReadSaysNothing() {
        Verdict<Answer> verdict = AnswerJudge.read(Answers.of(400, "{\"code\":400,\"message\":\"no\"}"), any -> any);
        assertThat(verdict.kind()).isEqualTo(IN_DOUBT);
        assertThat(verdict.repeat()).isFalse();
    }

    @Test
    void keepsWhatAnAnswerWithoutACardSays() {
        String body = """
            {"card_id":"","message":"more is needed, 4111111111111111","cardholder_status":"INCOMPLETE",
             "verification_status":"UNDER_REVIEW","idv_verification_url":"https://idv.example/s"}\
            """;
        UqpayEvidence evidence = evidenceOf(Answers.of(200, body));
        assertThat(evidence.kind()).isEqualTo(UqpayEvidence.Kind.ANSWER);
        assertThat(evidence.status()).isEqualTo(200);
        assertThat(evidence.message()).startsWith("more is needed").doesNotContain("4111");
        assertThat(evidence.cardholderStatus()).isEqualTo("INCOMPLETE");
        assertThat(evidence.verificationStatus()).isEqualTo("UNDER_REVIEW");
        assertThat(evidence.idvVerificationUrl()).isEqualTo("https://idv.example/s");
        assertThat(evidence.toString()).doesNotContain("more", "idv");
        assertThat(evidence.withoutWords().message()).isNull();
        assertThat(evidence.withoutWords().idvVerificationUrl()).isNull();
        assertThat(evidenceOf(Answers.of(502, HTML)).kind()).isEqualTo(UqpayEvidence.Kind.UNREADABLE);
        assertThat(evidenceOf(Answers.of(403, "{\"error\":\"forbidden\"}")).message())
                .isEqualTo("forbidden");
    }

    @Test
    void tellsHowAnAnswerStayedAway() {
        Attempt left = new Attempt();
        left.leave();
        assertThat(Objects.requireNonNull(AnswerJudge.failure(new TimeoutException("x"), left)
                                .evidence())
                        .kind())
                .isEqualTo(UqpayEvidence.Kind.TIMED_OUT);
        assertThat(Objects.requireNonNull(
                                AnswerJudge.failure(new IOException("x"), left).evidence())
                        .kind())
                .isEqualTo(UqpayEvidence.Kind.DISCONNECTED);
    }

    private static UqpayEvidence evidenceOf(Answer answer) {
        Verdict<UqpayAcceptance> verdict = AnswerJudge.write(answer, any -> any.as(Decoder::newCard));
        return Objects.requireNonNull(verdict.evidence());
    }

    @Test
    void takesATimeOutBeforeLeavingAsNotSentAndNeverLetsItLeave() {
        Attempt attempt = new Attempt();
        assertThat(AnswerJudge.failure(new TimeoutException(), attempt).kind()).isEqualTo(NOT_SENT);
        assertThat(attempt.leave()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"card_error", "not_found"})
    void saysNotFoundForAReadThatFoundNothing(String type) {
        Answer answer = Answers.of(400, "{\"type\":\"" + type + "\",\"code\":\"card_not_found\"}");
        assertThat(refusalOf(AnswerJudge.read(answer, any -> any)).isNotFound()).isTrue();
        assertThat(refusalOf(AnswerJudge.read(Answers.of(404, error("invalid_request_error")), any -> any))
                        .isNotFound())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {HTML, "", "{\"message\":\"no route\"}", "{\"code\":404}", "{\"type\":\"about:blank\"}", "[]"})
    void learnsNothingFromANotFoundThatIsNotUqpays(String body) {
        Verdict<Answer> verdict = AnswerJudge.read(Answers.of(404, body), any -> any.ok() ? any : null);
        assertThat(verdict.kind()).isEqualTo(IN_DOUBT);
        assertThat(verdict.refusal()).isNull();
    }

    @Test
    void carriesUqpaysReasonWithoutCardNumbers() {
        String body = """
            {"type":"cardholder_error","code":"kyc_insufficient","message":"card 4111111111111111 %s",
             "missing_fields":[{"name":"identity","type":"object","required":true}]}\
            """.formatted("x".repeat(5_000));
        UqpayRefusedException refusal = refusalOf(AnswerJudge.write(Answers.of(400, body), any -> any));
        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal.type()).isEqualTo("cardholder_error");
        assertThat(refusal.code()).contains("kyc_insufficient");
        assertThat(refusal.said().orElseThrow()).hasSizeLessThanOrEqualTo(300).doesNotContain("4111");
        assertThat(refusal.missingFields().orElseThrow().get(0).get("name").asText())
                .isEqualTo("identity");
        assertThat(refusal.getMessage()).doesNotContain("4111");
        assertThat(refusal.getStackTrace()).isEmpty();
    }

    private static UqpayRefusedException refusalOf(Verdict<?> verdict) {
        return Objects.requireNonNull(verdict.refusal());
    }

    private static String error(String type) {
        return "{\"type\":\"" + type + "\",\"code\":\"c\",\"message\":\"m\"}";
    }

    private static String sample(String name) {
        return new String(Samples.bytes(name));
    }
}
