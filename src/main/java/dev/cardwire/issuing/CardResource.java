// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.access.Roles;
import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.OperationKind;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Cards: issue and read. */
@Path("/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class CardResource {

    private final CardIssuer issuer;
    private final CardDirectory directory;
    private final WriteAnswers answers;
    private final SecurityIdentity caller;

    CardResource(CardIssuer issuer, CardDirectory directory, WriteAnswers answers, SecurityIdentity caller) {
        this.issuer = issuer;
        this.directory = directory;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @RolesAllowed(Roles.ISSUER)
    @Cancellable(false)
    public Uni<Response> issue(@HeaderParam("Idempotency-Key") @Nullable String key, byte @Nullable [] body) {
        String name = caller.getPrincipal().getName();
        Intent intent = new Intent(
                OperationKind.ISSUE_CARD,
                name,
                IdempotencyKeys.required(key),
                "POST /v1/cards",
                StrictJson.object(body),
                null);
        return issuer.issue(intent).map(answered -> answers.created(answered, "/v1/cards/", "card_id"));
    }

    @GET
    @RolesAllowed({Roles.VIEWER, Roles.ISSUER, Roles.OPERATOR})
    public Uni<Page<CardSnapshot>> list(
            @QueryParam("cardholder_id") @Nullable String holder,
            @QueryParam("card_status") @Nullable String status,
            @QueryParam("card_product_id") @Nullable String product,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ListQuery query = new ListQuery();
        CardDirectory.Filter filter = new CardDirectory.Filter(
                query.uuid("cardholder_id", holder),
                query.oneOf("card_status", status, CardStatus.class),
                query.uuid("card_product_id", product));
        int rows = query.limit(limit);
        var after = query.cursor(cursor, PageCursor.START, PageCursor::parse);
        query.throwIfBroken();
        return directory.list(filter, after, rows);
    }

    @GET
    @Path("{card_id}")
    @RolesAllowed({Roles.VIEWER, Roles.ISSUER, Roles.OPERATOR})
    public Uni<CardSnapshot> card(@PathParam("card_id") String id) {
        return directory.find(ListQuery.pathId(id, "card")).map(found -> found.orElseThrow(() -> unknown()));
    }

    private static ProblemException unknown() {
        return ProblemException.notFound("No card has this id.");
    }
}
