// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.StreamHubs;
import dev.cardwire.stream.ticket.TicketRevoked;
import dev.cardwire.stream.ticket.Tickets;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Ends the streams of tickets that were revoked, here or on any other replica. */
@Singleton
class OpenTickets {

    private static final Logger LOG = Logger.getLogger(OpenTickets.class);

    private final StreamLimits limits;
    private final Tickets tickets;
    private final StreamHubs hubs;
    private final AtomicBoolean looking = new AtomicBoolean();

    OpenTickets(StreamLimits limits, Tickets tickets, StreamHubs hubs) {
        this.limits = limits;
        this.tickets = tickets;
        this.hubs = hubs;
    }

    /**
     * Asks PostgreSQL about every ticket with an open stream. A stream counts as open before its own check at connect,
     * so a revocation that commits in between is seen by one of the two.
     */
    void look() {
        Set<UUID> open = limits.openTickets();
        if (open.isEmpty() || !looking.compareAndSet(false, true)) {
            return;
        }
        tickets.revokedAmong(open)
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(
                        this::end,
                        failure -> LOG.debugf(
                                "revocations cannot be read: %s",
                                failure.getClass().getSimpleName()));
    }

    void revoked(@Observes TicketRevoked revocation) {
        end(Set.of(revocation.ticketId()));
    }

    private void end(Set<UUID> revoked) {
        if (!revoked.isEmpty()) {
            hubs.each(hub -> hub.endTickets(revoked));
        }
    }
}
