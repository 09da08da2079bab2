// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.catalog.UpstreamProblems;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.UpstreamDetail;
import dev.cardwire.uqpay.UqpayEvidence;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayRefusedException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why an operation did not end well, as the JSON of a problem that is stored with it. */
@ApplicationScoped
public class OperationProblems {

    private final ObjectMapper json;

    OperationProblems(ObjectMapper json) {
        this.json = json;
    }

    /** UQPAY's refusal. What UQPAY says of a person goes to the caller that asks, and is not stored. */
    public String refusal(OperationKind kind, UqpayRefusedException refused) {
        return text(
                kind.isPersonal() ? UpstreamProblems.refusalWithoutWords(refused) : UpstreamProblems.refusal(refused));
    }

    /** What was last seen of a write whose outcome is not known, and how often it was tried. */
    public String doubt(OperationKind kind, Throwable cause, int tries) {
        String times = tries == 1 ? "Tried once" : "Tried " + tries + " times";
        Problem problem = Problem.of(
                ProblemCode.UPSTREAM_UNAVAILABLE,
                times + "; the outcome is not known. Last seen: " + lastSeen(kind, cause) + ".");
        return text(evidence(cause)
                .filter(seen -> seen.status() > 0)
                .map(seen -> problem.withUpstream(new UpstreamDetail(seen.status(), seen.type(), seen.code(), null)))
                .orElse(problem));
    }

    /** The answer that the outcome is not known, while the call is still under way. */
    String unanswered() {
        return text(Problem.of(ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY has not answered yet."));
    }

    /** What was last seen, in one line. UQPAY's sentence about a person is left out. */
    public static String lastSeen(OperationKind kind, Throwable cause) {
        return evidence(cause)
                .map(seen -> kind.isPersonal() ? seen.withoutWords() : seen)
                .map(OperationProblems::words)
                .orElseGet(() -> cause instanceof UqpayException && !kind.isPersonal()
                        ? String.valueOf(cause.getMessage())
                        : cause.getClass().getSimpleName());
    }

    private static String words(UqpayEvidence seen) {
        return switch (seen.kind()) {
            case ANSWER ->
                Stream.of("UQPAY answered " + seen.status(), seen.type(), seen.code(), seen.message())
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining(" "));
            case UNREADABLE -> "an unreadable answer with status " + seen.status();
            case TOO_LARGE -> "an answer that was too large, with status " + seen.status();
            case TIMED_OUT -> "no answer in time";
            case DISCONNECTED -> "a broken connection";
            case NOT_SENT -> "nothing was sent";
        };
    }

    private static Optional<UqpayEvidence> evidence(Throwable cause) {
        return cause instanceof UqpayException failure ? failure.evidence() : Optional.empty();
    }

    String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
