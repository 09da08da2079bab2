// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.audit.AuditTrail;
import dev.cardwire.card.CardReadRequests;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.webhook.event.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The story of a replay: find the event, translate it again, apply it under the card's key, write what came of it. */
@ApplicationScoped
class EventReplay {

    private final EventDirectory events;
    private final ParkedEvents parked;
    private final Cards cards;
    private final Inbox inbox;
    private final Instance<CardReadRequests> reads;

    EventReplay(
            EventDirectory events, ParkedEvents parked, Cards cards, Inbox inbox, Instance<CardReadRequests> reads) {
        this.events = events;
        this.parked = parked;
        this.cards = cards;
        this.inbox = inbox;
        this.reads = reads;
    }

    /**
     * Tries a parked or failed event again, past the duplicate check; the cause is the operator.
     *
     * @return the event afterwards; fails with 404 for an unknown one, 409 for one that had its effect
     */
    Uni<EventView> replay(UUID eventId) {
        return found(eventId)
                .flatMap(this::apply)
                .flatMap(done -> found(eventId))
                .map(event -> {
                    Outcome outcome = Outcome.of(event.outcome);
                    AuditTrail.ended(AuditOutcome.valueOf(outcome.name()));
                    if (event.cardId != null) {
                        RequestTrail.add(RequestTrail.CARD, event.cardId);
                    }
                    lookAt(event);
                    return EventView.of(event);
                });
    }

    private Uni<Void> apply(WebhookEvent event) {
        requireOpen(Outcome.of(event.outcome));
        Optional<CardReport> report = parked.report(event).map(told -> told.because(ChangeCause.OPERATOR));
        ReplayWork work = new ReplayWork(inbox, event.eventId, parked.typeOf(event));
        return cards.take(report.map(List::of).orElse(List.of()), work).replaceWithVoid();
    }

    /** What was kept of an event is less than what it said: a read of the card shows the rest. */
    private void lookAt(WebhookEvent event) {
        UUID cardId = event.cardId;
        if (cardId != null) {
            reads.forEach(reader -> reader.wanted(cardId));
        }
    }

    private Uni<WebhookEvent> found(UUID eventId) {
        return events.find(eventId)
                .map(event -> event.orElseThrow(() -> ProblemException.notFound("No event has this id.")));
    }

    /** Refuses an event that is settled; asked again under the lock, because two operators may press at once. */
    static void requireOpen(Outcome outcome) {
        if (!outcome.isOpen()) {
            throw new ProblemException(
                    ProblemCode.REPLAY_NOT_POSSIBLE,
                    "The event is " + outcome.word() + "; only parked and failed ones can be replayed.");
        }
    }
}
