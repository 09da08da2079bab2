// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.access.Roles;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.problem.request.StrictJson;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Creates and changes cardholders; the catalog reads them, and both share one root path so that neither hides the other. */
@Path("/v1")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
class CardholderResource {

    private final CardholderMaker maker;
    private final CardholderChanger changer;
    private final WriteAnswers answers;
    private final SecurityIdentity caller;

    CardholderResource(
            CardholderMaker maker, CardholderChanger changer, WriteAnswers answers, SecurityIdentity caller) {
        this.maker = maker;
        this.changer = changer;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Path("cardholders")
    @RolesAllowed(Roles.ISSUER)
    @Cancellable(false)
    public Uni<Response> create(@HeaderParam("Idempotency-Key") @Nullable String key, byte @Nullable [] body) {
        String name = caller.getPrincipal().getName();
        String required = IdempotencyKeys.required(key);
        // documents make a body of up to 8 MiB, and reading that takes long enough to be felt on every stream
        return CallerContext.onWorker(() -> maker.read(new Intent(
                        OperationKind.CREATE_CARDHOLDER,
                        name,
                        required,
                        "POST /v1/cardholders",
                        StrictJson.object(body),
                        null)))
                .flatMap(maker::make)
                .map(answered -> answers.created(answered, "/v1/cardholders/", "cardholder_id"));
    }

    @PATCH
    @Path("cardholders/{cardholder_id}")
    @RolesAllowed(Roles.ISSUER)
    @Cancellable(false)
    public Uni<Response> change(
            @PathParam("cardholder_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        String name = caller.getPrincipal().getName();
        UUID cardholderId = ListQuery.pathId(id, "cardholder");
        String given = IdempotencyKeys.optional(key);
        return CallerContext.onWorker(() -> changer.read(Intent.ofCardholder(
                        cardholderId, name, given, "PATCH /v1/cardholders/" + cardholderId, StrictJson.object(body))))
                .flatMap(changer::change)
                .flatMap(answers::followedCardholder);
    }
}
