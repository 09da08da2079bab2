// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.store.ContentionException;
import dev.cardwire.webhook.event.Outcome;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** The table of events that came, in statements that take a whole batch at once. */
@ApplicationScoped
class Inbox {

    private static final String COLUMNS = """
            (event_id uuid, event_type text, source_id text, card_id uuid, outcome text, reason text, digest text,
             facts text, received_at timestamptz)""";

    private static final String INSERT = """
            insert into webhook_event
                (event_id, event_type, source_id, card_id, outcome, reason, digest, facts, received_at, settled_at)
            select e.event_id, e.event_type, e.source_id, e.card_id, e.outcome, e.reason, decode(e.digest, 'hex'),
                e.facts, e.received_at, case when e.outcome in ('applied', 'ignored') then now() end
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as e""" + COLUMNS + """

            order by e.event_id
            on conflict do nothing""";

    private static final String SETTLE = """
            update webhook_event w
            set outcome = e.outcome, reason = e.reason, card_id = coalesce(e.card_id, w.card_id),
                settled_at = case when e.outcome in ('applied', 'ignored') then now() end
            from jsonb_to_recordset(cast(cast(:rows as text) as jsonb)) as e""" + COLUMNS + """

            where w.event_id = e.event_id""";

    private static final String REPLAYED = """
            update webhook_event
            set outcome = :outcome, reason = cast(:reason as text),
                card_id = coalesce(cast(cast(:card as text) as uuid), card_id), replayed_at = now(),
                settled_at = case when :outcome in ('applied', 'ignored') then now() end
            where event_id = :event""";

    private static final String ODDITY = """
            insert into webhook_oddity (oddity_id, kind, event_id, digest, size, received_at)
            values (:id, :kind, cast(cast(:event as text) as uuid), :digest, :size, :at)
            on conflict do nothing""";

    private final ObjectMapper json;

    Inbox(ObjectMapper json) {
        this.json = json;
    }

    /** A row to be written. Names are the columns'. */
    @RegisterForReflection
    record Entry(
            UUID eventId,
            String eventType,
            @Nullable String sourceId,
            @Nullable UUID cardId,
            String outcome,
            @Nullable String reason,
            String digest,
            @Nullable String facts,
            Instant receivedAt) {

        static Entry of(Delivery delivery, Outcome outcome, @Nullable String reason, @Nullable UUID cardId) {
            return new Entry(
                    delivery.eventId(),
                    delivery.envelope().type(),
                    delivery.awaitedBy(),
                    cardId == null ? delivery.cardId() : cardId,
                    outcome.word(),
                    reason,
                    delivery.digest(),
                    delivery.facts(),
                    delivery.receivedAt());
        }

        Entry withoutFacts() {
            return new Entry(eventId, eventType, null, cardId, outcome, reason, digest, null, receivedAt);
        }
    }

    /** The digests (hex) of those of these events that are in the inbox already. */
    Uni<Map<UUID, String>> digests(Mutiny.Session session, Collection<UUID> eventIds) {
        return session.createNativeQuery("""
                        select cast(event_id as text), encode(digest, 'hex') from webhook_event
                        where event_id = any(cast(string_to_array(cast(:ids as text), ',') as uuid[]))""", Object[].class)
                .setParameter(
                        "ids",
                        String.join(",", eventIds.stream().map(UUID::toString).toList()))
                .getResultList()
                .map(rows -> {
                    Map<UUID, String> digests = new HashMap<>();
                    rows.forEach(row -> digests.put(UUID.fromString((String) row[0]), (String) row[1]));
                    return digests;
                });
    }

    /** The card that an event was about, as far as it is known. */
    Uni<Optional<UUID>> cardOf(Mutiny.Session session, UUID eventId) {
        return session.createNativeQuery(
                        "select cast(card_id as text) from webhook_event where event_id = :event", String.class)
                .setParameter("event", eventId)
                .getSingleResultOrNull()
                .map(card -> Optional.ofNullable(card).map(UUID::fromString));
    }

    /** Writes new rows; fails with {@link ContentionException} when another replica wrote one of them first. */
    Uni<Void> insert(Mutiny.Session session, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(INSERT)
                .setParameter("rows", write(entries))
                .executeUpdate()
                .invoke(count -> {
                    if (count < entries.size()) {
                        throw new ContentionException("another replica took one of these events in");
                    }
                })
                .replaceWithVoid();
    }

    /** Writes what became of rows that were parked or failed. */
    Uni<Void> settle(Mutiny.Session session, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery(SETTLE)
                .setParameter("rows", write(entries))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** The outcome of an event as it stands, its row locked until the transaction ends. */
    Uni<Outcome> outcomeForUpdate(Mutiny.Session session, UUID eventId) {
        return session.createNativeQuery(
                        "select outcome from webhook_event where event_id = :event for update", String.class)
                .setParameter("event", eventId)
                .getSingleResult()
                .map(Outcome::of);
    }

    /** Writes what came of an operator's replay. */
    Uni<Void> replayed(
            Mutiny.Session session, UUID eventId, Outcome outcome, @Nullable String reason, @Nullable UUID cardId) {
        return session.createNativeQuery(REPLAYED)
                .setParameter("event", eventId)
                .setParameter("outcome", outcome.word())
                .setParameter("reason", reason)
                .setParameter("card", cardId == null ? null : cardId.toString())
                .executeUpdate()
                .replaceWithVoid();
    }

    /** Remembers a delivery that is not an event, or not the event it says, by digest and size alone; once. */
    Uni<Void> oddity(
            Mutiny.Session session, Outcome kind, @Nullable UUID eventId, String digest, int size, Instant at) {
        return session.createNativeQuery(ODDITY)
                .setParameter("id", UUID.randomUUID())
                .setParameter("kind", kind.word())
                .setParameter("event", eventId == null ? null : eventId.toString())
                .setParameter("digest", HexFormat.of().parseHex(digest))
                .setParameter("size", size)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid();
    }

    private String write(List<Entry> entries) {
        try {
            return json.writeValueAsString(entries.stream()
                    .sorted(Comparator.comparing(entry -> entry.eventId().toString()))
                    .toList());
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("entries hold nothing that JSON cannot", cannotBe);
        }
    }
}
