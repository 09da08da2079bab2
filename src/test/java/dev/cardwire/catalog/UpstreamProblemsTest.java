// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException.Reason;
import dev.cardwire.uqpay.client.Failures;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class UpstreamProblemsTest {

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(Failures.refused("invalid_request_error", "card_limit"), ProblemCode.UPSTREAM_REFUSED),
                Arguments.of(Failures.notSent(Reason.BUDGET), ProblemCode.UPSTREAM_RATE_LIMITED),
                Arguments.of(Failures.notSent(Reason.RATE_LIMITED), ProblemCode.UPSTREAM_RATE_LIMITED),
                Arguments.of(Failures.notSent(Reason.UNAUTHORIZED), ProblemCode.UPSTREAM_UNAUTHORIZED),
                Arguments.of(Failures.notSent(Reason.UNAVAILABLE), ProblemCode.UPSTREAM_UNAVAILABLE),
                Arguments.of(Failures.unanswered(), ProblemCode.UPSTREAM_UNAVAILABLE));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasItsCode(UqpayException failure, ProblemCode code) {
        ProblemException problem = UpstreamProblems.of(failure);
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.retryAfterSeconds() > 0).isEqualTo(code != ProblemCode.UPSTREAM_REFUSED);
    }
}
