// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.access.BearerMechanism;
import dev.cardwire.access.Caller;
import dev.cardwire.access.Roles;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.cluster.async.CallerContext;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.stream.fanout.Viewer;
import dev.cardwire.stream.ticket.Ticket;
import dev.cardwire.stream.ticket.Tickets;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.Cookie;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who may open which stream: a caller by key, or anybody by a ticket in the query or in a cookie. */
@Singleton
class StreamAccess {

    private static final String COOKIE = "cardwire_ticket";

    private final BearerMechanism bearers;
    private final Tickets tickets;

    StreamAccess(BearerMechanism bearers, Tickets tickets) {
        this.bearers = bearers;
        this.tickets = tickets;
    }

    /** A key or token that is given is looked at first, and a wrong one is not excused by a ticket beside it. */
    Uni<Viewer> viewer(RoutingContext request) {
        if (bearers.triesKey(request)) {
            return CallerContext.keep(
                    bearers.callerOf(request).map(caller -> viewer(caller.orElseThrow(StreamAccess::unauthenticated))));
        }
        String ticket = ticketIn(request);
        if (ticket == null) {
            throw unauthenticated();
        }
        Viewer viewer = tickets.current(ticket).map(StreamAccess::viewer).orElseThrow(StreamAccess::unauthenticated);
        return Uni.createFrom().item(viewer);
    }

    private static Viewer viewer(Ticket ticket) {
        return new Viewer(ticket.caller(), ticket.id(), ticket.scope(), ticket.expiresAt());
    }

    private static Viewer viewer(Caller caller) {
        if (!caller.roles().contains(Roles.VIEWER)) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "Streams need the role viewer.");
        }
        return Viewer.with(caller);
    }

    /** What the viewer gets: what he asks for, or all he may see when he asks for nothing; never more than he may see. */
    Uni<LogScope> scope(Viewer viewer, @Nullable LogScope asked) {
        if (asked == null || Ticket.covers(viewer.allowed(), asked)) {
            return Uni.createFrom().item(asked == null ? viewer.allowed() : asked);
        }
        // a ticket that was revoked is none, whatever is asked for with it
        return CallerContext.keep(stillValid(viewer)).map(valid -> {
            throw new ProblemException(ProblemCode.FORBIDDEN, "The ticket does not cover all of these ids.");
        });
    }

    /** Fails for a revoked ticket, and for every ticket while PostgreSQL cannot say whether it was revoked. */
    Uni<Void> stillValid(Viewer viewer) {
        UUID ticket = viewer.ticketId();
        if (ticket == null) {
            return Uni.createFrom().voidItem();
        }
        return tickets.revokedAmong(Set.of(ticket))
                .invoke(revoked -> {
                    if (!revoked.isEmpty()) {
                        throw unauthenticated();
                    }
                })
                .replaceWithVoid();
    }

    private static @Nullable String ticketIn(RoutingContext request) {
        String parameter = request.queryParams().get("ticket");
        if (parameter != null) {
            return parameter;
        }
        Cookie cookie = request.request().getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    /** One answer for all, so that a forger learns nothing of how far he got. */
    private static ProblemException unauthenticated() {
        return new ProblemException(
                ProblemCode.UNAUTHENTICATED, "Give a valid key as Authorization: Bearer <key>, or a valid ticket.");
    }
}
