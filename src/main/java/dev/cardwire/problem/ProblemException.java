// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import java.util.List;

/** A request ends with this problem. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final ProblemCode code;
    private final int retryAfterSeconds;
    private final boolean replayed;

    public ProblemException(ProblemCode code, String detail) {
        this(code, Problem.of(code, detail), code.retryAfterSeconds());
    }

    /**
     * @param retryAfterSeconds for the {@code Retry-After} header; 0 leaves it out
     */
    public ProblemException(ProblemCode code, Problem problem, int retryAfterSeconds) {
        this(code, problem, retryAfterSeconds, false);
    }

    private ProblemException(ProblemCode code, Problem problem, int retryAfterSeconds, boolean replayed) {
        super(code.word() + ": " + problem.detail(), null, false, false);
        this.replayed = replayed;
        this.code = code;
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** 422 with every broken rule. */
    public static ProblemException validation(List<FieldError> errors) {
        return new ProblemException(
                ProblemCode.VALIDATION_FAILED,
                Problem.of(ProblemCode.VALIDATION_FAILED, "See errors for each field and its rule.")
                        .withErrors(errors),
                0);
    }

    /** 422 with one broken rule. */
    public static ProblemException validation(String field, String message) {
        return validation(List.of(new FieldError(field, message)));
    }

    /** 401: no key, or a wrong one. */
    public static ProblemException unauthenticated() {
        return new ProblemException(ProblemCode.UNAUTHENTICATED, "Give a valid key as Authorization: Bearer <key>.");
    }

    /** 404, with the sentence that says what was not found. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(ProblemCode.NOT_FOUND, detail);
    }

    /** The same problem as the answer to a repeat, which the answer then says in a header. */
    public ProblemException replayed(boolean isReplay) {
        return isReplay ? new ProblemException(code, problem, retryAfterSeconds, true) : this;
    }

    boolean isReplayed() {
        return replayed;
    }

    /** Its stable code. */
    public ProblemCode code() {
        return code;
    }

    /** The problem as it is answered, without the request id. */
    public Problem problem() {
        return problem;
    }

    /** Seconds for {@code Retry-After}; 0 for an answer without it. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
