// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.search.Finding;
import dev.cardwire.search.FindingKind;
import dev.cardwire.search.SearchQuery;
import dev.cardwire.search.SearchSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;

/** Finds an event by its id, for operators. */
@ApplicationScoped
class EventSearch implements SearchSource {

    private final EventDirectory events;

    EventSearch(EventDirectory events) {
        this.events = events;
    }

    @Override
    public Uni<List<Finding>> find(SearchQuery query) {
        return query.operator() && query.id() != null
                ? events.find(query.id()).map(Optional::stream).map(found -> found.map(EventSearch::finding)
                        .toList())
                : Uni.createFrom().item(List.of());
    }

    private static Finding finding(WebhookEvent event) {
        return new Finding(
                FindingKind.WEBHOOK_EVENT,
                event.eventId,
                event.eventType + " " + event.outcome,
                "/v1/webhook-events/" + event.eventId,
                event.receivedAt);
    }
}
