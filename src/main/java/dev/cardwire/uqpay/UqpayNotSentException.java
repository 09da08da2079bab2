// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** UQPAY did nothing, neither now nor by an earlier attempt of the same call: it is safe to retry, here or elsewhere. */
public final class UqpayNotSentException extends UqpayException {

    private static final long serialVersionUID = 1L;

    /** Why; each has its own answer to a caller. */
    public enum Reason {
        /** Connection refused, circuit open, too many calls at once, or the call's last moment had passed. */
        UNAVAILABLE,
        /** UQPAY answered 429. */
        RATE_LIMITED,
        /** UQPAY does not accept our credentials or our address. */
        UNAUTHORIZED,
        /** The minute has no calls left for this purpose. */
        BUDGET
    }

    private final Reason reason;
    private final @Nullable Duration retryAfter;

    public UqpayNotSentException(Reason reason, String message, @Nullable Duration retryAfter) {
        this(reason, message, retryAfter, null);
    }

    /**
     * @param evidence what UQPAY, or a proxy before it, answered
     */
    public UqpayNotSentException(
            Reason reason, String message, @Nullable Duration retryAfter, @Nullable UqpayEvidence evidence) {
        super(message, evidence);
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    public UqpayNotSentException(Reason reason, String message) {
        this(reason, message, null);
    }

    /** Why nothing was sent. */
    public Reason reason() {
        return reason;
    }

    /** How long UQPAY or the budget asks to wait, where one of them says. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
