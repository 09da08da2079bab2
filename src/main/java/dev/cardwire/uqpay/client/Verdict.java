// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayRefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one try came to.
 *
 * @param repeat whether the same call, sent again soon, can come to something else
 * @param retryAfter how long UQPAY asks to wait
 */
record Verdict<T>(
        Kind kind,
        String message,
        boolean repeat,
        @Nullable Duration retryAfter,
        @Nullable T result,
        @Nullable UqpayRefusedException refusal) {

    enum Kind {
        DONE,
        REFUSED,
        /** The token was not taken; nothing was done. */
        STALE_TOKEN,
        UNAUTHORIZED,
        RATE_LIMITED,
        NO_BUDGET,
        NOT_SENT,
        IN_DOUBT
    }

    static <T> Verdict<T> done(T result) {
        return new Verdict<>(Kind.DONE, "done", false, null, result, null);
    }

    static <T> Verdict<T> refused(UqpayRefusedException refusal) {
        return new Verdict<>(Kind.REFUSED, "refused", false, null, null, refusal);
    }

    static <T> Verdict<T> of(Kind kind, String message, boolean repeat) {
        return new Verdict<>(kind, message, repeat, null, null, null);
    }

    static <T> Verdict<T> of(Kind kind, String message, boolean repeat, @Nullable Duration retryAfter) {
        return new Verdict<>(kind, message, repeat, retryAfter, null, null);
    }
}
