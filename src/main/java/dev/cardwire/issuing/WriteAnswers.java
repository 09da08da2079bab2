// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.issuing.operation.OperationState;
import dev.cardwire.issuing.operation.OperationView;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.issuing.operation.Writes;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/** Writes how a write stands as an HTTP answer ({@code docs/api.md} 2.1, 2.3). */
@ApplicationScoped
class WriteAnswers {

    private static final Logger LOG = Logger.getLogger(WriteAnswers.class);
    private static final String REPLAYED = "Idempotency-Replayed";

    private final Operations operations;

    WriteAnswers(Operations operations) {
        this.operations = operations;
    }

    /** 201 with what was made, 202 while that is not known. */
    Response created(Writes.Result answered, String path, String idField) {
        if (answered.end() instanceof Writes.Outcome.Accepted accepted) {
            Response.ResponseBuilder answer = Response.status(201).entity(accepted.answer());
            // an operator may settle a write as accepted without knowing what came of it
            String id = accepted.answer().path(idField).asText("");
            return finish(id.isEmpty() ? answer : answer.header("Location", path + id), answered);
        }
        return pendingOrRefused(answered);
    }

    /** The same for a cardholder: what UQPAY answers of a person's verification is given once and not stored. */
    Uni<Response> followedCardholder(Writes.Result answered) {
        return followed(answered, operation -> CardholderChange.of(operation, answered.end()));
    }

    /** 202 with the operation, which is followed to its end at its own path. */
    Uni<Response> followed(Writes.Result answered) {
        return followed(answered, operation -> operation);
    }

    private Uni<Response> followed(Writes.Result answered, UnaryOperator<Object> view) {
        if (answered.end() instanceof Writes.Outcome.Refused) {
            return Uni.createFrom().item(() -> pendingOrRefused(answered));
        }
        return shown(answered.end())
                .map(operation -> finish(
                        Response.status(202)
                                .header("Location", pathOf(answered.end()))
                                .entity(view.apply(operation)),
                        answered));
    }

    /**
     * The row only adds to what is known. The write may be done by now, so a row that cannot be read must not become an
     * error: the caller would conclude that nothing was done, and move the money elsewhere.
     */
    private Uni<Object> shown(Writes.Outcome end) {
        Object known = Map.of("operation_id", end.operationId(), "state", stateOf(end));
        return operations
                .find(end.operationId())
                .map(found -> found.<Object>map(OperationView::of).orElse(known))
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "operation %s is answered without its row: %s",
                        end.operationId(), failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithItem(known);
    }

    private static OperationState stateOf(Writes.Outcome end) {
        return end instanceof Writes.Outcome.InDoubt doubt ? doubt.state() : OperationState.ACCEPTED;
    }

    private static String pathOf(Writes.Outcome end) {
        return "/v1/operations/" + end.operationId();
    }

    private static Response pendingOrRefused(Writes.Result answered) {
        if (answered.end() instanceof Writes.Outcome.Refused refused) {
            throw new ProblemException(ProblemCode.UPSTREAM_REFUSED, refused.problem(), 0)
                    .replayed(answered.replayed());
        }
        Writes.Outcome.InDoubt doubt = (Writes.Outcome.InDoubt) answered.end();
        return finish(
                Response.status(202)
                        .header("Location", pathOf(doubt))
                        .entity(Map.of("operation_id", doubt.operationId(), "state", doubt.state())),
                answered);
    }

    private static Response finish(Response.ResponseBuilder answer, Writes.Result answered) {
        return answered.replayed() ? answer.header(REPLAYED, "true").build() : answer.build();
    }
}
