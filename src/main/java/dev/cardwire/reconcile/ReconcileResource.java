// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.access.Roles;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.reading.CardReader;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.jboss.resteasy.reactive.server.Cancellable;

/** An operator has a card read at UQPAY now. */
@Path("/v1/cards/{card_id}/reconcile")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.OPERATOR)
class ReconcileResource {

    private final CardReader reader;

    ReconcileResource(CardReader reader) {
        this.reader = reader;
    }

    @POST
    @Cancellable(false)
    public Uni<CardSnapshot> reconcile(@PathParam("card_id") String id) {
        return reader.readNow(ListQuery.pathId(id, "card"))
                .map(outcome -> outcome.map(ReportOutcome::card).orElseThrow(ReconcileResource::unknown));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("No card at UQPAY has this id.");
    }
}
