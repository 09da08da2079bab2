// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.store.Transactions;
import dev.cardwire.webhook.event.Outcome;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the inbox for operators; changes nothing. */
@ApplicationScoped
class EventDirectory {

    private final Transactions transactions;

    EventDirectory(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Which events are wanted; null leaves a field open. */
    record Filter(
            @Nullable Outcome outcome,
            @Nullable String eventType,
            @Nullable UUID cardId,
            @Nullable Instant receivedFrom) {}

    Uni<Optional<WebhookEvent>> find(UUID eventId) {
        return transactions.inSession(
                session -> session.find(WebhookEvent.class, eventId).map(Optional::ofNullable));
    }

    /** The events of a filter, newest first; stable while more arrive. */
    Uni<Page<EventView>> list(Filter filter, PageCursor after, int limit) {
        StringBuilder query = new StringBuilder("receivedAt <= :at and (receivedAt < :at or eventId < :id)");
        Parameters parameters = Parameters.with("at", after.at()).and("id", after.id());
        if (filter.outcome() != null) {
            query.append(" and outcome = :outcome");
            parameters.and("outcome", filter.outcome().word());
        }
        if (filter.eventType() != null) {
            query.append(" and eventType = :type");
            parameters.and("type", filter.eventType());
        }
        if (filter.cardId() != null) {
            query.append(" and cardId = :card");
            parameters.and("card", filter.cardId());
        }
        if (filter.receivedFrom() != null) {
            query.append(" and receivedAt >= :from");
            parameters.and("from", filter.receivedFrom());
        }
        query.append(" order by receivedAt desc, eventId desc");
        return transactions.inSession(session -> WebhookEvent.<WebhookEvent>find(query.toString(), parameters)
                .range(0, limit)
                .list()
                .map(events -> events.stream().map(EventView::of).toList())
                .map((List<EventView> events) -> Page.of(events, limit, EventView::receivedAt, EventView::eventId)));
    }
}
