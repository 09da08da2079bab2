// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An RFC 9457 problem with our members {@code code}, {@code retryable}, {@code errors} and {@code upstream}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        String code,
        boolean retryable,
        @Nullable List<FieldError> errors,
        @Nullable UpstreamDetail upstream) {

    /** A problem without an instance; the edge fills in the request's id when it answers. */
    public static Problem of(ProblemCode code, String detail) {
        return new Problem(
                "/problems/" + code.word(),
                code.title(),
                code.status(),
                detail,
                null,
                code.word(),
                code.retryable(),
                null,
                null);
    }

    /** The same with the fields that are wrong. */
    public Problem withErrors(List<FieldError> broken) {
        return new Problem(type, title, status, detail, instance, code, retryable, List.copyOf(broken), upstream);
    }

    /** The same with UQPAY's part of it. */
    public Problem withUpstream(UpstreamDetail said) {
        return new Problem(type, title, status, detail, instance, code, retryable, errors, said);
    }

    /** The same as the answer to this request. */
    public Problem at(@Nullable String requestId) {
        return new Problem(type, title, status, detail, requestId, code, retryable, errors, upstream);
    }
}
