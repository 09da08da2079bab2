// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.UpstreamDetail;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayInDoubtException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;

/** UQPAY's failures as answers to our callers, each with its own code ({@code docs/api.md} 1.1). */
public final class UpstreamProblems {

    private UpstreamProblems() {}

    /** The answer to a call that ended so, before anything was written for it. */
    public static ProblemException of(UqpayException failure) {
        if (failure instanceof UqpayRefusedException refused) {
            return new ProblemException(ProblemCode.UPSTREAM_REFUSED, refusal(refused), 0);
        }
        if (failure instanceof UqpayNotSentException notSent) {
            return notSent(notSent);
        }
        // A read without an answer; a write in doubt never gets here.
        String detail = failure instanceof UqpayInDoubtException
                ? "UQPAY's answer could not be understood."
                : "UQPAY did not answer. Nothing was changed there.";
        return new ProblemException(ProblemCode.UPSTREAM_UNAVAILABLE, detail);
    }

    /** The whole refusal, as its caller gets it. */
    public static Problem refusal(UqpayRefusedException refused) {
        return refusal(
                refused, refused.said().map(words -> " UQPAY says: " + words).orElse(""));
    }

    /** The refusal without UQPAY's own sentence, which may quote the person that it is about. */
    public static Problem refusalWithoutWords(UqpayRefusedException refused) {
        return refusal(refused, "");
    }

    private static Problem refusal(UqpayRefusedException refused, String said) {
        return Problem.of(
                        ProblemCode.UPSTREAM_REFUSED,
                        "UQPAY refused the request. Fix the cause and retry with a new Idempotency-Key." + said)
                .withUpstream(new UpstreamDetail(
                        refused.status(),
                        refused.type().isEmpty() ? null : refused.type(),
                        refused.code().orElse(null),
                        refused.missingFields().orElse(null)));
    }

    private static ProblemException notSent(UqpayNotSentException notSent) {
        ProblemCode code =
                switch (notSent.reason()) {
                    case UNAVAILABLE -> ProblemCode.UPSTREAM_UNAVAILABLE;
                    case RATE_LIMITED, BUDGET -> ProblemCode.UPSTREAM_RATE_LIMITED;
                    case UNAUTHORIZED -> ProblemCode.UPSTREAM_UNAUTHORIZED;
                };
        int wait = notSent.retryAfter()
                .map(duration -> (int) Math.max(1, Math.min(duration.toSeconds() + 1, 3600)))
                .orElse(code.retryAfterSeconds());
        return new ProblemException(
                code, Problem.of(code, "UQPAY did not process this request. It is safe to retry."), wait);
    }
}
