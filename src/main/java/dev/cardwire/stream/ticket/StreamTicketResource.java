// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.access.Roles;
import dev.cardwire.audit.AuditTrail;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uuid.Uuids;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** Tickets: what a backend fetches so that its front-ends can watch without its key. */
@Path("/v1/stream-tickets")
@RolesAllowed(Roles.ISSUER)
class StreamTicketResource {

    private final Tickets tickets;
    private final Event<TicketRevoked> revocations;
    private final SecurityIdentity caller;
    private final String publicUrl;

    StreamTicketResource(
            Tickets tickets, Event<TicketRevoked> revocations, SecurityIdentity caller, TicketConfig config) {
        this.tickets = tickets;
        this.revocations = revocations;
        this.caller = caller;
        this.publicUrl = config.publicUrl().orElse("");
    }

    @RegisterForReflection
    record TicketView(UUID ticketId, String ticket, Instant expiresAt, String streamUrl, String coverage) {}

    @POST
    @Consumes(MediaType.WILDCARD)
    @Produces(MediaType.APPLICATION_JSON)
    public Response create(byte @Nullable [] body) {
        byte[] given = body == null ? new byte[0] : body;
        Tickets.Issued issued = tickets.issue(caller.getPrincipal().getName(), TicketRequest.of(given));
        AuditTrail.about(issued.ticket().id());
        return Response.status(Response.Status.CREATED)
                .entity(new TicketView(
                        issued.ticket().id(),
                        issued.text(),
                        issued.ticket().expiresAt(),
                        publicUrl + "/v1/stream?ticket=" + issued.text(),
                        issued.ticket().coverage()))
                .build();
    }

    /** A UUID that no ticket has is stored too: a ticket may be revoked before this replica ever heard of it. */
    @DELETE
    @Path("/{ticket_id}")
    @Cancellable(false)
    public Uni<Void> revoke(@PathParam("ticket_id") String ticketId) {
        UUID id = Uuids.parse(ticketId);
        if (id == null) {
            throw ProblemException.notFound("No ticket has this id.");
        }
        AuditTrail.about(id);
        return tickets.revoke(id).invoke(() -> revocations.fire(new TicketRevoked(id)));
    }
}
