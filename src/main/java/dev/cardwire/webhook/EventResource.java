// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.access.Roles;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.webhook.event.FieldMask;
import dev.cardwire.webhook.event.Outcome;
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
import java.util.Arrays;
import java.util.List;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** The inbox for operators: what came, what became of it, and another try. */
@Path("/v1/webhook-events")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RolesAllowed(Roles.OPERATOR)
class EventResource {

    private static final List<Outcome> STORED =
            Arrays.stream(Outcome.values()).filter(Outcome::isStored).toList();

    private final EventDirectory events;
    private final EventReplay replay;

    EventResource(EventDirectory events, EventReplay replay) {
        this.events = events;
        this.replay = replay;
    }

    @GET
    public Uni<Page<EventView>> list(
            @QueryParam("outcome") @Nullable String outcome,
            @QueryParam("event_type") @Nullable String type,
            @QueryParam("card_id") @Nullable String card,
            @QueryParam("received_from") @Nullable String from,
            @QueryParam("received_before") @Nullable String before,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        ListQuery query = new ListQuery();
        EventDirectory.Filter filter = new EventDirectory.Filter(
                query.oneOf("outcome", outcome, STORED, Outcome::word),
                type == null ? null : FieldMask.text(type),
                query.uuid("card_id", card),
                query.instant("received_from", from));
        int rows = query.limit(limit);
        PageCursor after = query.cursor(cursor, PageCursor.START, PageCursor::parse)
                .before(query.instant("received_before", before));
        query.throwIfBroken();
        return events.list(filter, after, rows);
    }

    @GET
    @Path("{event_id}")
    public Uni<EventView> event(@PathParam("event_id") String id) {
        return events.find(ListQuery.pathId(id, "event")).map(found -> found.map(EventView::of)
                .orElseThrow(() -> ProblemException.notFound("No event has this id.")));
    }

    @POST
    @Path("{event_id}/replay")
    @Cancellable(false)
    public Uni<EventView> replay(@PathParam("event_id") String id) {
        return replay.replay(ListQuery.pathId(id, "event"));
    }
}
