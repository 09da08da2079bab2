// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.access.Roles;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.IssuingConfig;
import dev.cardwire.issuing.operation.OperationKind;
import dev.cardwire.issuing.operation.Operations;
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
import java.util.Objects;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Changes of a card: freeze, unfreeze, cancel, limit and controls, money in and out. Each answers with its operation. */
@Path("/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed(Roles.ISSUER)
class CardChangeResource {

    private final CardChanger changer;
    private final Operations operations;
    private final WriteAnswers answers;
    private final SecurityIdentity caller;
    private final boolean shareRecharge;

    CardChangeResource(
            CardChanger changer,
            Operations operations,
            WriteAnswers answers,
            SecurityIdentity caller,
            IssuingConfig config) {
        this.changer = changer;
        this.operations = operations;
        this.answers = answers;
        this.caller = caller;
        this.shareRecharge = config.shareRecharge();
    }

    @POST
    @Path("{card_id}/status")
    @Cancellable(false)
    public Uni<Response> status(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        Intent intent = intent(OperationKind.UPDATE_STATUS, "POST /v1/cards/%s/status", id, key, body);
        StatusRequest request = StatusRequest.read(intent.body());
        return changed(intent, request, request.body())
                .onFailure(StatusRequest.AlreadySo.class)
                .recoverWithItem(already ->
                        Response.ok(((StatusRequest.AlreadySo) already).card()).build());
    }

    @PATCH
    @Path("{card_id}")
    @Cancellable(false)
    public Uni<Response> update(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        Intent intent = intent(OperationKind.UPDATE_CARD, "PATCH /v1/cards/%s", id, key, body);
        UpdateRequest request = UpdateRequest.read(intent.body());
        return operations
                .issuerOf(Objects.requireNonNull(intent.cardId()))
                .map(request::bodyFor)
                .flatMap(sent -> changed(intent, request, sent));
    }

    @POST
    @Path("{card_id}/recharge")
    @Cancellable(false)
    public Uni<Response> recharge(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        return moved(intent(OperationKind.RECHARGE, "POST /v1/cards/%s/recharge", id, key, body));
    }

    @POST
    @Path("{card_id}/withdraw")
    @Cancellable(false)
    public Uni<Response> withdraw(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        return moved(intent(OperationKind.WITHDRAW, "POST /v1/cards/%s/withdraw", id, key, body));
    }

    private Uni<Response> moved(Intent intent) {
        MoneyRequest request = MoneyRequest.read(intent.body(), intent.kind(), shareRecharge);
        return changed(intent, request, request.body());
    }

    private Uni<Response> changed(Intent intent, CardChanger.Rules rules, ObjectNode sent) {
        return changer.change(intent, rules, sent).flatMap(answers::followed);
    }

    /** What is asked for, if it can be read: the card's id first, then the key, which money needs, then the body. */
    private Intent intent(OperationKind kind, String target, String id, @Nullable String key, byte @Nullable [] body) {
        UUID cardId = ListQuery.pathId(id, "card");
        boolean money = kind == OperationKind.RECHARGE || kind == OperationKind.WITHDRAW;
        return new Intent(
                kind,
                caller.getPrincipal().getName(),
                money ? IdempotencyKeys.required(key) : IdempotencyKeys.optional(key),
                target.formatted(cardId),
                StrictJson.object(body),
                cardId);
    }
}
