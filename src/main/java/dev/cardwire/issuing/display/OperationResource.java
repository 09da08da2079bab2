// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.access.Roles;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.OperationList;
import dev.cardwire.issuing.operation.OperationResolver;
import dev.cardwire.issuing.operation.OperationState;
import dev.cardwire.issuing.operation.OperationView;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.issuing.operation.ResolveRequest;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.problem.request.StrictJson;
import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** How writes at UQPAY stand, and the last resort for those that nobody could find out about. */
@Path("/v1/operations")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.ISSUER, Roles.VIEWER, Roles.OPERATOR})
class OperationResource {

    private final Operations operations;
    private final OperationList list;
    private final OperationResolver resolver;
    private final SecurityIdentity caller;

    OperationResource(Operations operations, OperationList list, OperationResolver resolver, SecurityIdentity caller) {
        this.operations = operations;
        this.list = list;
        this.resolver = resolver;
        this.caller = caller;
    }

    @GET
    @Path("{operation_id}")
    public Uni<OperationView> operation(@PathParam("operation_id") String id) {
        return operations.find(ListQuery.pathId(id, "operation")).map(found -> found.map(OperationView::of)
                .orElseThrow(() -> ProblemException.notFound("No operation has this id.")));
    }

    @GET
    public Uni<Page<OperationView>> list(
            @QueryParam("state") @Nullable String state,
            @QueryParam("kind") @Nullable String kind,
            @QueryParam("card_id") @Nullable String card,
            @QueryParam("caller") @Nullable String name,
            @QueryParam("created_from") @Nullable String from,
            @QueryParam("created_before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ListQuery query = new ListQuery();
        OperationList.Filter filter = new OperationList.Filter(
                query.oneOf("state", state, OperationState.class),
                query.oneOf("kind", kind, OperationKind.class),
                query.uuid("card_id", card),
                name,
                query.instant("created_from", from));
        int rows = query.limit(limit);
        var after = query.cursor(cursor, PageCursor.START, PageCursor::parse)
                .before(query.instant("created_before", before));
        query.throwIfBroken();
        return list.page(filter, after, rows);
    }

    @POST
    @Path("{operation_id}/resolve")
    @Consumes(MediaType.WILDCARD)
    @RolesAllowed(Roles.OPERATOR)
    @Cancellable(false)
    public Uni<OperationView> resolve(@PathParam("operation_id") String id, byte @Nullable [] body) {
        UUID operationId = ListQuery.pathId(id, "operation");
        ResolveRequest request = ResolveRequest.read(StrictJson.object(body));
        return resolver.resolve(operationId, request, caller.getPrincipal().getName())
                .map(OperationView::of);
    }
}
