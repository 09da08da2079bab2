package dev.cardwire.issuing;

import dev.cardwire.access.Roles;
import dev.cardwire.card.Page;
import dev.cardwire.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** How writes at UQPAY stand. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR})
class OperationResource {

    private final Operations operations;
    private final OperationList list;

    OperationResource(Operations operations, OperationList list) {
        this.operations = operations;
        this.list = list;
    }

    @GET
    @Path("{operation_id}")
    Uni<OperationView> operation(@PathParam("operation_id") String id) {
        return operations.find(ListQuery.pathId(id, "operation")).map(found -> found.map(OperationView::of)
                .orElseThrow(() -> ProblemException.notFound("No operation has this id.")));
    }

    @GET
    Uni<Page<OperationView>> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ListQuery query = new ListQuery();
        OperationState wantedState = query.oneOf("state", state, OperationState.class);
        OperationKind wantedKind = query.oneOf("kind", kind, OperationKind.class);
        int rows = query.limit(limit);
        var after = query.cursor(cursor);
        query.throwIfBroken();
        return list.page(wantedState, wantedKind, after, rows);
    }
}
