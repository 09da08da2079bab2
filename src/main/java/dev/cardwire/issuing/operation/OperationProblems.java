// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.catalog.UpstreamProblems;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayRefusedException;
import jakarta.enterprise.context.ApplicationScoped;

/** Why an operation did not end well, as the JSON of a problem that is stored with it. */
@ApplicationScoped
public class OperationProblems {

    private final ObjectMapper json;

    OperationProblems(ObjectMapper json) {
        this.json = json;
    }

    /** UQPAY's refusal. What UQPAY says of a person is told to the caller who asks, and not stored. */
    public String refusal(OperationKind kind, UqpayRefusedException refused) {
        return text(
                kind.isPersonal()
                        ? UpstreamProblems.refusalWithoutWords(refused)
                        : UpstreamProblems.refusal(refused));
    }

    /** What was last seen of a write whose outcome is not known, and how often it was tried. */
    public String doubt(OperationKind kind, Throwable cause, int tries) {
        String times = tries == 1 ? "Tried once" : "Tried " + tries + " times";
        return text(Problem.of(
                ProblemCode.UPSTREAM_UNAVAILABLE, times + ", the outcome is not known. Last: " + lastSeen(kind, cause)));
    }

    /** The caller is told that the outcome is not known while the call is still under way. */
    String unanswered() {
        return text(Problem.of(ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY has not answered yet."));
    }

    /** The same for a log line. */
    public static String lastSeen(OperationKind kind, Throwable cause) {
        return cause instanceof UqpayException && !kind.isPersonal()
                ? String.valueOf(cause.getMessage())
                : cause.getClass().getSimpleName();
    }

    String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
