// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.cardwire.issuing.operation.OperationView;
import dev.cardwire.issuing.operation.Writes;
import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * A change of a cardholder, as its caller is answered: the operation, and how the cardholder stands after it.
 *
 * @param idvVerificationUrl where the person proves who they are
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record CardholderChange(
        @JsonUnwrapped OperationView operation,
        @Nullable String cardholderStatus,
        @Nullable String idvVerificationUrl,
        @Nullable String idvUrlExpiresAt) {

    /** The operation alone where the answer came from its row, or is still missing. */
    static Object of(Object operation, Writes.Outcome end) {
        return operation instanceof OperationView view && end instanceof Writes.Outcome.Accepted accepted
                ? new CardholderChange(
                        view,
                        accepted.answer().path("cardholder_status").textValue(),
                        accepted.answer().path("idv_verification_url").textValue(),
                        accepted.answer().path("idv_url_expires_at").textValue())
                : operation;
    }

    /** The address lets whoever has it prove to be the person: it must not end in a log line by accident. */
    @Override
    public String toString() {
        return "CardholderChange";
    }
}
