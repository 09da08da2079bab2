// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.audit.AuditEntry;
import dev.cardwire.audit.AuditLog;
import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.card.AppliedReports;
import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.ParkedReports;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.json.LenientJson;
import dev.cardwire.store.Transactions;
import dev.cardwire.webhook.event.Envelope;
import dev.cardwire.webhook.event.EventType;
import dev.cardwire.webhook.event.SignalTranslator;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Events that came before their card: translated again from what was kept of them. */
@ApplicationScoped
class ParkedEvents implements ParkedReports, CardParticipant {

    /**
     * The first two conditions are the index's, word for word: without a card's id only the order of a creation can be
     * looked up. Where the card is known nothing is: making it known took in all that had waited for it, and what is parked
     * still is of a type that nobody understands. The offset has each card looked up by its key, never all of them at once.
     */
    private static final String AWAITED = """
            select * from webhook_event
            where outcome = 'parked'
              and (card_id is not null or event_type in ('card.create.failed', 'card.create.succeeded'))
              and received_at > :after
              and not exists (select 1 from known_card c where c.card_id = webhook_event.card_id offset 0)
            order by received_at""";

    private final Inbox inbox;
    private final Transactions transactions;

    ParkedEvents(Inbox inbox, Transactions transactions) {
        this.transactions = transactions;
        this.inbox = inbox;
    }

    @Override
    public LockOrder lockOrder() {
        return LockOrder.INBOX;
    }

    /**
     * The parked events of the cards that are known now, and of the orders that made them, in order of arrival. Looked for
     * under the card's key, so that a park and a creation at once cannot miss each other.
     */
    @Override
    public Uni<List<CardReport>> during(Mutiny.Session session, AppliedReports applied) {
        if (applied.newCards().isEmpty() && applied.newOrders().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        // an empty list is no valid SQL, and neither of these is ever an id
        List<UUID> cards = applied.newCards().isEmpty() ? List.of(new UUID(0, 0)) : List.copyOf(applied.newCards());
        List<String> orders = applied.newOrders().isEmpty() ? List.of("") : List.copyOf(applied.newOrders());
        return WebhookEvent.<WebhookEvent>list(
                        "outcome = 'parked' and (cardId in ?1 or (cardId is null and sourceId in ?2)) order by"
                                + " receivedAt",
                        cards,
                        orders)
                .map(events -> reports(events));
    }

    private List<CardReport> reports(List<WebhookEvent> events) {
        List<CardReport> reports = new ArrayList<>();
        events.forEach(event -> report(event).ifPresent(reports::add));
        return reports;
    }

    /** What an event of the inbox reports, as far as it was kept; empty when it is not about a card. */
    Optional<CardReport> report(WebhookEvent event) {
        return SignalTranslator.translate(typeOf(event), envelope(event));
    }

    EventType typeOf(WebhookEvent event) {
        return EventType.of(envelope(event));
    }

    private Envelope envelope(WebhookEvent event) {
        ObjectNode data = read(event.facts);
        if (event.cardId != null) {
            data.put("card_id", event.cardId.toString());
        }
        return new Envelope(event.eventId, event.eventType, "ISSUING", event.sourceId, data);
    }

    @Override
    public Uni<List<Awaited>> awaited(Instant after, int limit) {
        return transactions.inSession(session -> session.createNativeQuery(AWAITED, WebhookEvent.class)
                .setParameter("after", after)
                .setMaxResults(limit)
                .getResultList()
                .map(events -> events.stream().map(ParkedEvents::awaited).toList()));
    }

    private static Awaited awaited(WebhookEvent event) {
        return new Awaited(event.cardId, event.cardId == null ? event.sourceId : null, event.receivedAt);
    }

    /** The owner of the reports that were passed in writes their rows. */
    @Override
    public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
        List<Inbox.Entry> entries = new ArrayList<>();
        for (ReportOutcome outcome : outcomes.added()) {
            UUID eventId = outcome.report().source().eventId();
            if (eventId != null) {
                entries.add(new Inbox.Entry(
                        eventId,
                        "",
                        null,
                        outcome.cardId(),
                        BatchWork.of(outcome).word(),
                        outcome.reason(),
                        "",
                        null,
                        Instant.EPOCH));
            }
        }
        return inbox.settle(session, entries);
    }

    /** Their own deliveries were parked: what came of them has a line of its own. */
    @Override
    public void committed(ReportOutcomes outcomes) {
        for (ReportOutcome outcome : outcomes.added()) {
            UUID eventId = outcome.report().source().eventId();
            if (eventId != null) {
                AuditLog.write(AuditEntry.ofEvent(
                        AuditOutcome.valueOf(BatchWork.of(outcome).name()),
                        null,
                        eventId,
                        outcome.cardId(),
                        outcome.report().facts().tag(),
                        -1));
            }
        }
    }

    private static ObjectNode read(@Nullable String facts) {
        return facts != null && LenientJson.read(facts).orElse(null) instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode();
    }
}
