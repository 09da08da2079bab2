// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import java.util.Locale;

/** The stable codes of our problem answers, each with its HTTP status and what the caller may do about it. */
public enum ProblemCode {
    MALFORMED_REQUEST(400, "The request could not be read", Advice.FIX),
    IDEMPOTENCY_KEY_MISSING(400, "An Idempotency-Key header is required", Advice.FIX),
    UNAUTHENTICATED(401, "No valid key was given", Advice.FIX),
    FORBIDDEN(403, "The caller may not do this", Advice.FIX),
    NOT_FOUND(404, "Resource not found", Advice.FIX),
    METHOD_NOT_ALLOWED(405, "This resource has no such method", Advice.FIX),
    NOT_ACCEPTABLE(406, "None of the accepted types can be given", Advice.FIX),
    REQUEST_TIMEOUT(408, "The request body did not come in time", Advice.FIX),
    REQUEST_IN_PROGRESS(409, "The first request with this key is still running", Advice.RETRY_SOON),
    CARD_STATE_CONFLICT(409, "The card's status does not allow this", Advice.WAIT),
    ORDER_IN_PROGRESS(409, "Another change of this card is not finished", Advice.RETRY_SOON),
    REPLAY_NOT_POSSIBLE(409, "Only parked and failed events can be replayed", Advice.WAIT),
    OPERATION_NOT_UNRESOLVED(409, "Only an unresolved operation can be settled", Advice.WAIT),
    BODY_TOO_LARGE(413, "The request body is too large", Advice.FIX),
    UNSUPPORTED_MEDIA_TYPE(415, "The request body has a type that is not read here", Advice.FIX),
    VALIDATION_FAILED(422, "The request breaks a rule", Advice.FIX),
    IDEMPOTENCY_KEY_REUSED(422, "The Idempotency-Key was used for another request", Advice.FIX),
    UPSTREAM_REFUSED(422, "UQPAY refused the request", Advice.FIX),
    TOO_MANY_REQUESTS(429, "Too many requests", Advice.RETRY_SOON),
    INTERNAL_ERROR(500, "Something failed that should not", Advice.FIX),
    METHOD_NOT_IMPLEMENTED(501, "The method is not implemented", Advice.FIX),
    OVERLOADED(503, "More is asked than can be done now", Advice.RETRY_SOON),
    UPSTREAM_UNAVAILABLE(503, "UQPAY does not answer", Advice.RETRY),
    UPSTREAM_RATE_LIMITED(503, "UQPAY's limit of calls is reached", Advice.RETRY_MINUTE),
    UPSTREAM_UNAUTHORIZED(503, "UQPAY does not accept our credentials", Advice.RETRY_MINUTE),
    STORAGE_UNAVAILABLE(503, "The store does not answer", Advice.RETRY);

    private enum Advice {
        FIX(false, 0),
        WAIT(false, 5),
        RETRY_SOON(true, 1),
        RETRY(true, 5),
        RETRY_MINUTE(true, 30);

        private final boolean retryable;
        private final int seconds;

        Advice(boolean retryable, int seconds) {
            this.retryable = retryable;
            this.seconds = seconds;
        }
    }

    private final int status;
    private final String title;
    private final Advice advice;

    ProblemCode(int status, String title, Advice advice) {
        this.status = status;
        this.title = title;
        this.advice = advice;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The same short sentence for each problem with this code. */
    public String title() {
        return title;
    }

    /** Whether the same request, sent again later, can succeed. */
    public boolean retryable() {
        return advice.retryable;
    }

    /** Seconds for {@code Retry-After}; 0 means that the header is left out. */
    public int retryAfterSeconds() {
        return advice.seconds;
    }

    /** The code on the wire, such as {@code not_found}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
