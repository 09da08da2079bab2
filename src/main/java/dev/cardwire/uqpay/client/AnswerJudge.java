// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import javax.net.ssl.SSLHandshakeException;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what an answer, or its absence, means for a card that may or may not have been made. Everything that is not
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

    private static final int LONGEST_MESSAGE = 300;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;

    private AnswerJudge() {}

    /** An answer to a write; {@code decoder} gives null for a success that lacks what makes it one. */
    static <T> Verdict<T> write(Answer answer, Function<Answer, @Nullable T> decoder) {
        return switch (answer.status()) {
            case 401 -> unauthorized(answer);
            case 403 -> Verdict.of(Kind.UNAUTHORIZED, "UQPAY answered 403", false);
            case 429 -> Verdict.of(Kind.RATE_LIMITED, "UQPAY answered 429", true, answer.retryAfter());
            case BAD_REQUEST -> badRequest(answer);
            default -> answer.ok() ? success(answer, decoder) : inDoubt(answer);
        };
    }

    /**
     * An answer to a read: like a write's, but UQPAY's own 404 leaves nothing in doubt. A 404 that is not in UQPAY's words
     * comes from something on the way, and says nothing of what was asked for.
     */
    static <T> Verdict<T> read(Answer answer, Function<Answer, @Nullable T> decoder) {
        String type = errorText(answer.json(), "type");
        boolean inItsWords = type != null && errorText(answer.json(), "code") != null;
        if ((answer.status() == NOT_FOUND && inItsWords)
                || (answer.status() == BAD_REQUEST && "not_found".equals(type))) {
            return Verdict.refused(refusal(answer, "not_found"));
        }
        return write(answer, decoder);
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
        if (NEVER_CONNECTED.stream().anyMatch(type -> has(failure, type)) || attempt.giveUp()) {
            return Verdict.of(Kind.NOT_SENT, "no connection to UQPAY: " + nameOf(failure), true);
        }
        return Verdict.of(Kind.IN_DOUBT, "no answer from UQPAY: " + nameOf(failure), true);
    }

    private static <T> Verdict<T> success(Answer answer, Function<Answer, @Nullable T> decoder) {
        T result = decoder.apply(answer);
        if (result != null) {
            return Verdict.done(result);
        }
        // half an answer may be whole the next time; a whole one without its id stays so
        boolean unreadable = answer.json().isMissingNode();
        return Verdict.of(
                Kind.IN_DOUBT, "UQPAY answered " + answer.status() + " without what was asked for", unreadable);
    }

    private static <T> Verdict<T> unauthorized(Answer answer) {
        // an address that is not allowed stays so with any token, and each new one kills the last
        String message = errorText(answer.json(), "message");
        boolean address = message != null && message.toLowerCase(Locale.ROOT).contains("ip not allowed");
        return Verdict.of(address ? Kind.UNAUTHORIZED : Kind.STALE_TOKEN, "UQPAY answered 401", false);
    }

    private static <T> Verdict<T> badRequest(Answer answer) {
        String type = errorText(answer.json(), "type");
        String message = errorText(answer.json(), "message");
        // said of a call that is under way, so never a no, whatever type stands beside it
        boolean stillRunning =
                message != null && message.toLowerCase(Locale.ROOT).contains("request is processing");
        if (type != null && REFUSALS.contains(type) && !stillRunning) {
            return Verdict.refused(refusal(answer, type));
        }
        return Verdict.of(
                Kind.IN_DOUBT,
                stillRunning ? "UQPAY is still at it" : "UQPAY answered 400 without a word that means no",
                stillRunning);
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
        String said = errorText(body, "message");
        return new UqpayRefusedException(
                answer.status(),
                type,
                errorText(body, "code"),
                said != null && said.length() > LONGEST_MESSAGE ? said.substring(0, LONGEST_MESSAGE) : said,
                body.get("missing_fields") instanceof ArrayNode missing ? CleanText.json(missing) : null);
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
