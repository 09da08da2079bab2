// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cardwire.pan.CleanJson;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import dev.cardwire.uqpay.client.Verdict.Kind;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what an answer, or its absence, means for a card that may or may not have been made. Everything that is not
 * known to mean "nothing was done" is in doubt ({@code uqpay/api.md} 5, 6).
 */
final class AnswerJudge {

    /** The types that mean no, beyond doubt, and only with HTTP 400. */
    private static final Set<String> REFUSALS =
            Set.of("invalid_request_error", "card_error", "cardholder_error", "account_error");

    private static final List<Class<? extends Throwable>> NEVER_CONNECTED = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            UnresolvedAddressException.class,
            ConnectionPoolTooBusyException.class,
            SSLHandshakeException.class);

    /** An address that may not call; a renewed token would not help, and would end the token of those that may. */
    private static final Pattern ADDRESS = Pattern.compile(
            "\\bip[ _](?:address[ _])?(?:\\S{1,45}[ _])?(?:is[ _])?(?:not|un|denied|forbidden|blocked|restricted)"
                    + "|\\b(?:white|allow)[ _-]?list",
            Pattern.CASE_INSENSITIVE);

    private static final int LONGEST_MESSAGE = 300;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private AnswerJudge() {}

    /** An answer to a write; {@code decoder} gives null for a success that lacks what makes it one. */
    static <T> Verdict<T> write(Answer answer, Function<Answer, @Nullable T> decoder) {
        return switch (answer.status()) {
            case 401 -> seen(answer, unauthorized(answer));
            case 403 -> seen(answer, Verdict.of(Kind.UNAUTHORIZED, "UQPAY answered 403", false));
            case 429 -> seen(answer, Verdict.of(Kind.RATE_LIMITED, "UQPAY answered 429", true, answer.retryAfter()));
            case BAD_REQUEST -> badRequest(answer);
            default -> answer.ok() ? success(answer, decoder) : seen(answer, inDoubt(answer));
        };
    }

    /**
     * An answer to a read: like a write's, but UQPAY's own 404 leaves nothing in doubt. A 404 that is not in UQPAY's words
     * comes from something on the way, and says nothing of what was asked for; nor does a flat 400.
     */
    static <T> Verdict<T> read(Answer answer, Function<Answer, @Nullable T> decoder) {
        String type = errorText(answer.json(), "type");
        boolean inItsWords = type != null && errorText(answer.json(), "code") != null;
        if ((answer.status() == NOT_FOUND && inItsWords)
                || (answer.status() == BAD_REQUEST && "not_found".equals(type))) {
            return Verdict.refused(refusal(answer, "not_found"));
        }
        Verdict<T> verdict = write(answer, decoder);
        // nothing was asked to change, so there is no doubt that a repeat could end
        return verdict.kind() == Kind.UNCONFIRMED ? seen(answer, meaningless()) : verdict;
    }

    /** No answer at all. */
    static <T> Verdict<T> failure(Throwable failure, Attempt attempt) {
        if (failure instanceof UqpayNotSentException notSent) {
            Kind kind = notSent.reason() == UqpayNotSentException.Reason.BUDGET ? Kind.NO_BUDGET : Kind.NOT_SENT;
            return Verdict.of(
                    kind,
                    String.valueOf(notSent.getMessage()),
                    false,
                    notSent.retryAfter().orElse(null));
        }
        if (has(failure, CircuitBreakerOpenException.class)) {
            return Verdict.of(Kind.NOT_SENT, "UQPAY is left alone for now", false);
        }
        if (has(failure, BulkheadException.class)) {
            return Verdict.of(Kind.NOT_SENT, "too many calls to UQPAY at once", false);
        }
        if (has(failure, AnswerLimit.ExceededException.class)) {
            return Verdict.<T>of(Kind.IN_DOUBT, "UQPAY's answer is larger than any of its answers", false)
                    .seen(UqpayEvidence.without(UqpayEvidence.Kind.TOO_LARGE));
        }
        if (NEVER_CONNECTED.stream().anyMatch(type -> has(failure, type)) || attempt.giveUp()) {
            return Verdict.of(Kind.NOT_SENT, "no connection to UQPAY: " + nameOf(failure), true);
        }
        boolean late =
                has(failure, TimeoutException.class) || has(failure, java.util.concurrent.TimeoutException.class);
        return Verdict.<T>of(Kind.IN_DOUBT, "no answer from UQPAY: " + nameOf(failure), true)
                .seen(UqpayEvidence.without(late ? UqpayEvidence.Kind.TIMED_OUT : UqpayEvidence.Kind.DISCONNECTED));
    }

    private static <T> Verdict<T> success(Answer answer, Function<Answer, @Nullable T> decoder) {
        T result = decoder.apply(answer);
        if (result != null) {
            return Verdict.done(result);
        }
        // half an answer may be whole the next time; a whole one without its id stays so
        boolean unreadable = answer.json().isMissingNode();
        return seen(
                answer,
                Verdict.of(
                        Kind.IN_DOUBT,
                        "UQPAY answered " + answer.status() + " without what was asked for",
                        unreadable));
    }

    private static <T> Verdict<T> unauthorized(Answer answer) {
        // an address that is not allowed stays so with any token, and each new one kills the last
        JsonNode body = answer.json();
        boolean address = Stream.of("message", "error", "code")
                .map(name -> errorText(body, name))
                .anyMatch(words -> words != null && ADDRESS.matcher(words).find());
        return Verdict.of(address ? Kind.UNAUTHORIZED : Kind.STALE_TOKEN, "UQPAY answered 401", false);
    }

    private static <T> Verdict<T> badRequest(Answer answer) {
        JsonNode body = answer.json();
        String type = errorText(body, "type");
        String message = errorText(body, "message");
        // said of a call that is under way, so never a no, whatever type stands beside it
        boolean stillRunning =
                message != null && message.toLowerCase(Locale.ROOT).contains("request is processing");
        if (type != null && REFUSALS.contains(type) && !stillRunning) {
            return Verdict.refused(refusal(answer, type));
        }
        if (stillRunning) {
            return seen(answer, Verdict.of(Kind.IN_DOUBT, "UQPAY is still at it", true));
        }
        return isFlatNo(type, errorText(body, "code"), message)
                ? Verdict.unconfirmed(refusal(answer, ""))
                : seen(answer, meaningless());
    }

    /** What is said of the idempotency key is no word on what was done under it, whichever form it has. */
    private static boolean isFlatNo(@Nullable String type, @Nullable String code, @Nullable String message) {
        return type == null
                && code != null
                && message != null
                && !message.toLowerCase(Locale.ROOT).contains("idempoten");
    }

    private static <T> Verdict<T> meaningless() {
        return Verdict.of(Kind.IN_DOUBT, "UQPAY answered 400 without a word that means no", false);
    }

    private static <T> Verdict<T> inDoubt(Answer answer) {
        return Verdict.of(
                Kind.IN_DOUBT,
                "UQPAY answered " + answer.status(),
                answer.status() >= 500 || answer.status() == 408,
                answer.retryAfter());
    }

    private static UqpayRefusedException refusal(Answer answer, String type) {
        JsonNode body = answer.json();
        return new UqpayRefusedException(
                answer.status(),
                type,
                errorText(body, "code"),
                sentence(body),
                body.get("missing_fields") instanceof ArrayNode missing ? CleanJson.value(missing) : null);
    }

    private static <T> Verdict<T> seen(Answer answer, Verdict<T> verdict) {
        JsonNode body = answer.json();
        return verdict.seen(new UqpayEvidence(
                body.isMissingNode() ? UqpayEvidence.Kind.UNREADABLE : UqpayEvidence.Kind.ANSWER,
                answer.status(),
                errorText(body, "type"),
                errorText(body, "code"),
                sentence(body),
                errorText(body, "cardholder_status"),
                errorText(body, "verification_status"),
                errorText(body, "idv_verification_url")));
    }

    /** What UQPAY says, under whichever of its names. */
    private static @Nullable String sentence(JsonNode body) {
        String message = errorText(body, "message");
        String said = message == null ? errorText(body, "error") : message;
        return said != null && said.length() > LONGEST_MESSAGE ? said.substring(0, LONGEST_MESSAGE) : said;
    }

    private static @Nullable String errorText(JsonNode body, String name) {
        return WireValues.text(body.get(name));
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** The type only: a client's message may quote the URL or more. */
    private static String nameOf(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getClass().getSimpleName();
    }
}
