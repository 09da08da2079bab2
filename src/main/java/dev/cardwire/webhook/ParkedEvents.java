package dev.cardwire.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.CardTransactions;
import dev.cardwire.card.ParkedSignals;
import dev.cardwire.card.ReportOutcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** Events that came before their card: translated again from what was kept of them. */
@ApplicationScoped
class ParkedEvents implements ParkedSignals {

    private final ObjectMapper json;
    private final Inbox inbox;
    private final CardTransactions transactions;

    ParkedEvents(ObjectMapper json, Inbox inbox, CardTransactions transactions) {
        this.transactions = transactions;
        this.json = json;
        this.inbox = inbox;
    }

    @Override
    public Uni<List<CardReport>> of(Mutiny.Session session, Collection<UUID> cardIds, Collection<String> orderIds) {
        List<String> orders = orderIds.isEmpty() ? List.of("") : List.copyOf(orderIds);
        return WebhookEvent.<WebhookEvent>list(
                        "outcome = 'parked' and (cardId in ?1 or (cardId is null and sourceId in ?2)) order by receivedAt",
                        List.copyOf(cardIds),
                        orders)
                .map(events -> reports(events, cardIds));
    }

    private List<CardReport> reports(List<WebhookEvent> events, Collection<UUID> cardIds) {
        List<CardReport> reports = new ArrayList<>();
        events.forEach(event -> report(event).ifPresent(reports::add));
        return reports;
    }

    Optional<CardReport> report(WebhookEvent event) {
        ObjectNode data = read(event.facts);
        if (event.cardId != null) {
            data.put("card_id", event.cardId.toString());
        }
        Envelope envelope = new Envelope(event.eventId, event.eventType, "ISSUING", event.sourceId, data);
        return SignalTranslator.translate(EventType.of(envelope), envelope);
    }

    @Override
    public Uni<List<UUID>> cardsWaitedFor(int limit) {
        return transactions.inSession(session -> WebhookEvent.<WebhookEvent>find(
                        "outcome = 'parked' and cardId is not null order by receivedAt")
                .range(0, limit - 1)
                .list()
                .map(events ->
                        events.stream().map(event -> event.cardId).distinct().toList()));
    }

    @Override
    public Uni<Void> settle(Mutiny.Session session, List<ReportOutcome> outcomes) {
        List<Inbox.Entry> entries = new ArrayList<>();
        for (ReportOutcome outcome : outcomes) {
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
                        java.time.Instant.EPOCH));
            }
        }
        return inbox.settle(session, entries);
    }

    private ObjectNode read(@org.jspecify.annotations.Nullable String facts) {
        try {
            return facts == null || !(json.readTree(facts) instanceof ObjectNode object)
                    ? json.createObjectNode()
                    : object;
        } catch (IOException cannotBe) {
            throw new IllegalStateException("facts are stored as JSON", cannotBe);
        }
    }
}
