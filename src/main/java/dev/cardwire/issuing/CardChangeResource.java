package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.access.Roles;
import dev.cardwire.problem.ListQuery;
import dev.cardwire.problem.StrictJson;
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

    CardChangeResource(CardChanger changer, Operations operations, WriteAnswers answers, SecurityIdentity caller) {
        this.changer = changer;
        this.operations = operations;
        this.answers = answers;
        this.caller = caller;
    }

    @POST
    @Path("{card_id}/status")
    @Cancellable(false)
    public Uni<Response> status(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        UUID cardId = ListQuery.pathId(id, "card");
        String optionalKey = IdempotencyKeys.optional(key);
        ObjectNode json = StrictJson.object(body);
        StatusRequest request = StatusRequest.read(json);
        String target = "POST /v1/cards/" + cardId + "/status";
        return changer.change(new CardChanger.Change(
                        cardId,
                        intent(OperationKind.UPDATE_STATUS, optionalKey, target, json, cardId),
                        request,
                        request.body(),
                        (uqpay, call) ->
                                uqpay.changeStatus(cardId, request.wanted().name(), request.reason(), call)))
                .flatMap(answers::followed)
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
        UUID cardId = ListQuery.pathId(id, "card");
        String optionalKey = IdempotencyKeys.optional(key);
        ObjectNode json = StrictJson.object(body);
        UpdateRequest request = UpdateRequest.read(json);
        Intent intent = intent(OperationKind.UPDATE_CARD, optionalKey, "PATCH /v1/cards/" + cardId, json, cardId);
        return operations
                .issuerOf(cardId)
                .map(request::bodyFor)
                .flatMap(sent -> changer.change(new CardChanger.Change(
                        cardId, intent, request, sent, (uqpay, call) -> uqpay.updateCard(cardId, sent, call))))
                .flatMap(answers::followed);
    }

    @POST
    @Path("{card_id}/recharge")
    @Cancellable(false)
    public Uni<Response> recharge(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        return move(OperationKind.RECHARGE, "recharge", id, key, body);
    }

    @POST
    @Path("{card_id}/withdraw")
    @Cancellable(false)
    public Uni<Response> withdraw(
            @PathParam("card_id") String id,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            byte @Nullable [] body) {
        return move(OperationKind.WITHDRAW, "withdraw", id, key, body);
    }

    private Uni<Response> move(
            OperationKind way, String verb, String id, @Nullable String key, byte @Nullable [] body) {
        UUID cardId = ListQuery.pathId(id, "card");
        String requiredKey = IdempotencyKeys.required(key);
        ObjectNode json = StrictJson.object(body);
        MoneyRequest request = MoneyRequest.read(json, way);
        CardChanger.Sender sender = way == OperationKind.RECHARGE
                ? (uqpay, call) -> uqpay.recharge(cardId, request.amount(), call)
                : (uqpay, call) -> uqpay.withdraw(cardId, request.amount(), call);
        Intent intent = intent(way, requiredKey, "POST /v1/cards/" + cardId + "/" + verb, json, cardId);
        return changer.change(new CardChanger.Change(cardId, intent, request, request.body(), sender))
                .flatMap(answers::followed);
    }

    private Intent intent(OperationKind kind, @Nullable String key, String target, ObjectNode json, UUID cardId) {
        return new Intent(kind, caller.getPrincipal().getName(), key, target, json, cardId);
    }
}
