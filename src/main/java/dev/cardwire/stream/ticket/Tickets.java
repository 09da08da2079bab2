// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.build.LocalBuild;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes, checks and revokes tickets. A ticket itself is stored nowhere; a revocation is a row, written by whichever
 * replica was asked and read by all. Asked by ticket id, never by "since when": a row that commits late is not missed.
 */
@Startup(StartOrder.SETTINGS) // refused before anything runs
@Singleton
public class Tickets {

    static final Duration LONGEST_LIFE = Duration.ofDays(1);
    /** A revocation outlives every ticket that it may concern, clocks that differ included. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final TicketCodec codec;
    private final Pool pool;
    private final InstantSource time;
    private final Duration timeout;

    Tickets(TicketConfig config, LocalBuild build, Pool pool, InstantSource time) {
        TicketKeys keys = new TicketKeys(config.ticketKeys().orElse(List.of()));
        if (!build.isOne() && keys.holdWellKnown()) {
            throw new ConfigurationException(
                    "CARDWIRE_STREAM_TICKET_KEYS holds the well-known development key: replace it.");
        }
        if (!build.isOne() && keys.holdWeak()) {
            throw new ConfigurationException(
                    "CARDWIRE_STREAM_TICKET_KEYS holds a key of one repeated byte: replace it with 32 random bytes.");
        }
        this.codec = new TicketCodec(keys);
        this.pool = pool;
        this.time = time;
        this.timeout = config.readTimeout();
    }

    /** A new ticket with its signed text. */
    Issued issue(String caller, TicketRequest request) {
        Instant expiresAt = time.instant().plus(request.life()).truncatedTo(ChronoUnit.SECONDS);
        Ticket ticket = new Ticket(UUID.randomUUID(), caller, request.scope(), expiresAt);
        return new Issued(ticket, codec.sign(ticket));
    }

    record Issued(Ticket ticket, String text) {}

    /** The ticket if it is ours and has not expired; whether it was revoked is another question. */
    public Optional<Ticket> current(String text) {
        return codec.verify(text).filter(ticket -> time.instant().isBefore(ticket.expiresAt()));
    }

    /** Revokes a ticket for good, also one that this replica never saw. */
    Uni<Void> revoke(UUID id) {
        Instant keptUntil = time.instant().plus(LONGEST_LIFE).plus(MARGIN);
        return pool.preparedQuery("insert into revoked_ticket (ticket_id, expires_at) values ($1, $2)"
                        + " on conflict (ticket_id) do nothing")
                .execute(Tuple.of(id, keptUntil.atOffset(ZoneOffset.UTC)))
                .ifNoItem()
                .after(timeout)
                .fail()
                .replaceWithVoid();
    }

    /** Those of the tickets that were revoked. */
    public Uni<Set<UUID>> revokedAmong(Set<UUID> tickets) {
        return pool.preparedQuery("select ticket_id from revoked_ticket where ticket_id = any($1)")
                .execute(Tuple.tuple().addArrayOfUUID(tickets.toArray(new UUID[0])))
                .ifNoItem()
                .after(timeout)
                .fail()
                .map(Tickets::ids);
    }

    private static Set<UUID> ids(RowSet<Row> rows) {
        Set<UUID> ids = new HashSet<>();
        rows.forEach(row -> ids.add(row.getUUID("ticket_id")));
        return ids;
    }
}
