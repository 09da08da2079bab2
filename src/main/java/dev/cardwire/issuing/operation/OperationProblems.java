// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.catalog.UpstreamProblems;
import dev.cardwire.problem.Problem;
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

    String text(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
