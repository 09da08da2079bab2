// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.access.Roles;
import dev.cardwire.card.CardDirectory;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What happened to a card, and why; the rows are {@link TimelineRow}s. */
@Path("/v1/cards")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed({Roles.VIEWER, Roles.ISSUER, Roles.OPERATOR})
class TimelineResource {

    private final CardDirectory directory;
    private final Timeline timeline;

    TimelineResource(CardDirectory directory, Timeline timeline) {
        this.directory = directory;
        this.timeline = timeline;
    }

    @GET
    @Path("{card_id}/timeline")
    public Uni<Page<TimelineRow>> timeline(
            @PathParam("card_id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor) {
        UUID cardId = ListQuery.pathId(id, "card");
        ListQuery query = new ListQuery();
        int rows = query.limit(limit);
        PageCursor after = query.cursor(cursor, PageCursor.START, PageCursor::parse);
        query.throwIfBroken();
        return directory.find(cardId).flatMap(card -> {
            if (card.isEmpty()) {
                throw ProblemException.notFound("No card has this id.");
            }
            return timeline.of(cardId, after, rows);
        });
    }
}
