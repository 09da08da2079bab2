// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayRefusedException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one try came to.
 *
 * @param repeat whether the same call, sent again soon, can come to something else
 * @param retryAfter how long UQPAY asks to wait
 * @param evidence what came back; null where nothing was sent, and for what is done
 */
record Verdict<T>(
        Kind kind,
        String message,
        boolean repeat,
        @Nullable Duration retryAfter,
        @Nullable T result,
        @Nullable UqpayRefusedException refusal,
        @Nullable UqpayEvidence evidence) {

    enum Kind {
        DONE,
        REFUSED,
        /** The token was not taken; nothing was done. */
        STALE_TOKEN,
        UNAUTHORIZED,
        RATE_LIMITED,
        NO_BUDGET,
        NOT_SENT,
        /** A no in UQPAY's older form, which counts when the repeat is answered the same. */
        UNCONFIRMED,
        IN_DOUBT
    }

    static <T> Verdict<T> done(T result) {
        return new Verdict<>(Kind.DONE, "done", false, null, result, null, null);
    }

    static <T> Verdict<T> refused(UqpayRefusedException refusal) {
        return new Verdict<>(
                Kind.REFUSED,
                "refused",
                false,
                null,
                null,
                refusal,
                refusal.evidence().orElse(null));
    }

    static <T> Verdict<T> unconfirmed(UqpayRefusedException refusal) {
        return new Verdict<>(
                Kind.UNCONFIRMED,
                "UQPAY's no has to be confirmed",
                true,
                null,
                null,
                refusal,
                refusal.evidence().orElse(null));
    }

    static <T> Verdict<T> of(Kind kind, String message, boolean repeat) {
        return of(kind, message, repeat, null);
    }

    static <T> Verdict<T> of(Kind kind, String message, boolean repeat, @Nullable Duration retryAfter) {
        return new Verdict<>(kind, message, repeat, retryAfter, null, null, null);
    }

    Verdict<T> seen(UqpayEvidence seen) {
        return new Verdict<>(kind, message, repeat, retryAfter, result, refusal, seen);
    }
}
