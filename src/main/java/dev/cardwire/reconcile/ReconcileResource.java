package dev.cardwire.reconcile;

import dev.cardwire.access.Roles;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayFailure;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
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
        return reader.read(parse(id))
                .onFailure(UqpayFailure.class)
                .transform(failure -> new ProblemException(
                        ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY did not answer. Nothing was changed."))
                .map(outcome -> outcome.map(ReportOutcome::card).orElseThrow(ReconcileResource::unknown));
    }

    private static UUID parse(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException notAnId) {
            throw unknown();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("UQPAY knows no card with this id.");
    }
}
