// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.access.Roles;
import dev.cardwire.card.CardDirectory;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.problem.request.StrictJson;
import dev.cardwire.uqpay.Uqpay;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Opens UQPAY's secure iframe ({@code uqpay/api.md} 10.9): the one way to see a card's number, which so never passes
 * through here. Every holder of the URL sees the card, once and for a minute, so it is answered and forgotten.
 */
@Path("/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed(Roles.ISSUER)
class DisplaySessionResource {

    private final CardDirectory directory;
    private final Uqpay uqpay;

    DisplaySessionResource(CardDirectory directory, Uqpay uqpay) {
        this.directory = directory;
        this.uqpay = uqpay;
    }

    /** Where the card is shown, and until when. */
    @RegisterForReflection
    record Session(String iframeUrl, Instant expiresAt) {

        /** The URL is as good as the card's number: it must not end in a log line by accident. */
        @Override
        public String toString() {
            return "Session[expires " + expiresAt + "]";
        }
    }

    @POST
    @Path("{card_id}/display-session")
    @Cancellable(false)
    public Uni<Response> open(@PathParam("card_id") String id, byte @Nullable [] body) {
        UUID cardId = ListQuery.pathId(id, "card");
        DisplayRequest request = DisplayRequest.read(StrictJson.objectOrNone(body));
        return directory
                .find(cardId)
                .invoke(card ->
                        check(request, card.orElseThrow(() -> ProblemException.notFound("No card has this id."))))
                .flatMap(card -> uqpay.panToken(cardId))
                .map(token -> {
                    URI url = uqpay.iframeUrl(token, cardId, request.lang(), request.showCardholderName());
                    return Response.status(201)
                            .entity(new Session(url.toString(), token.expiresAt()))
                            .build();
                });
    }

    private static void check(DisplayRequest request, CardSnapshot card) {
        request.fields().throwIfBroken();
        if (card.cardStatus() != CardStatus.ACTIVE) {
            throw new ProblemException(
                    ProblemCode.CARD_STATE_CONFLICT,
                    "Only an ACTIVE card can be displayed; this card is " + card.cardStatus() + ".");
        }
    }
}
