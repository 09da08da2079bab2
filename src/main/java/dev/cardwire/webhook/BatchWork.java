// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.webhook.event.EventType;
import dev.cardwire.webhook.event.Outcome;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** What one batch of events adds to the transaction that takes their reports in: the inbox's rows. */
final class BatchWork implements CardParticipant {

    private final Inbox inbox;
    /** One delivery per event, in order of arrival. */
    private final Map<UUID, Delivery> deliveries = new LinkedHashMap<>();

    private final Map<UUID, Outcome> outcomes = new HashMap<>();
    private Map<UUID, String> storedBefore = Map.of();

    BatchWork(Inbox inbox, List<Delivery> firsts) {
        this.inbox = inbox;
        firsts.forEach(delivery -> deliveries.put(delivery.eventId(), delivery));
    }

    List<CardReport> reports() {
        return deliveries.values().stream()
                .flatMap(delivery -> delivery.report().stream())
                .toList();
    }

    @Override
    public LockOrder lockOrder() {
        return LockOrder.INBOX;
    }

    /** Those that are not in the inbox already. */
    @Override
    public Uni<List<CardReport>> before(Mutiny.Session session, List<CardReport> reports) {
        outcomes.clear();
        return inbox.digests(session, deliveries.keySet()).map(stored -> {
            storedBefore = stored;
            return reports.stream()
                    .filter(report -> !stored.containsKey(report.source().eventId()))
                    .toList();
        });
    }

    @Override
    public Uni<Void> after(Mutiny.Session session, ReportOutcomes results) {
        Map<UUID, ReportOutcome> byEvent = new HashMap<>();
        for (ReportOutcome result : results.given()) {
            UUID eventId = result.report().source().eventId();
            if (eventId != null) {
                byEvent.put(eventId, result);
            }
        }
        List<Inbox.Entry> entries = new ArrayList<>();
        for (Delivery delivery : deliveries.values()) {
            if (!storedBefore.containsKey(delivery.eventId())) {
                entries.add(entry(delivery, byEvent.get(delivery.eventId())));
            }
        }
        return inbox.insert(session, entries);
    }

    /** What became of a delivery, once the transaction is committed: also of the copies of an event that it was first for. */
    @SuppressWarnings("ReferenceEquality") // copies may well be equal
    Outcome outcomeOf(Delivery delivery) {
        String stored = storedBefore.get(delivery.eventId());
        Delivery first = deliveries.get(delivery.eventId());
        String known = stored != null || first == null ? stored : first.digest();
        if (stored == null && first == delivery) {
            return outcomes.getOrDefault(delivery.eventId(), Outcome.IGNORED);
        }
        return known == null ? Outcome.DUPLICATE : delivery.comparedTo(known);
    }

    private Inbox.Entry entry(Delivery delivery, @Nullable ReportOutcome result) {
        Inbox.Entry entry;
        if (result != null) {
            outcomes.put(delivery.eventId(), of(result));
            entry = Inbox.Entry.of(delivery, of(result), reasonOf(result), result.cardId());
        } else if (delivery.fault() != null) {
            outcomes.put(delivery.eventId(), Outcome.FAILED);
            entry = Inbox.Entry.of(delivery, Outcome.FAILED, delivery.fault(), null);
        } else {
            EventType type = delivery.type();
            outcomes.put(delivery.eventId(), type.withoutCard());
            entry = Inbox.Entry.of(delivery, type.withoutCard(), type.reasonWithoutCard(), null);
        }
        return entry;
    }

    static Outcome of(ReportOutcome result) {
        return switch (result.effect()) {
            case APPLIED -> Outcome.APPLIED;
            case IGNORED -> Outcome.IGNORED;
            // an order that no operation knows joins it to no card, now or later
            case PARKED -> result.report().namesNoCard() ? Outcome.FAILED : Outcome.PARKED;
        };
    }

    static @Nullable String reasonOf(ReportOutcome result) {
        return of(result) == Outcome.FAILED ? "no card_id" : result.reason();
    }
}
