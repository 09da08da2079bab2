// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.webhook.event.EventType;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** What a replay adds to the transaction that takes its report in: the event's row, if it is still open. */
final class ReplayWork implements CardParticipant {

    private final Inbox inbox;
    private final UUID eventId;
    private final EventType type;

    ReplayWork(Inbox inbox, UUID eventId, EventType type) {
        this.inbox = inbox;
        this.eventId = eventId;
        this.type = type;
    }

    @Override
    public LockOrder lockOrder() {
        return LockOrder.INBOX;
    }

    @Override
    public Uni<List<CardReport>> before(Mutiny.Session session, List<CardReport> reports) {
        return inbox.outcomeForUpdate(session, eventId)
                .invoke(EventReplay::requireOpen)
                .replaceWith(reports);
    }

    @Override
    public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
        if (outcomes.given().isEmpty()) {
            return inbox.replayed(session, eventId, type.withoutCard(), type.reasonWithoutCard(), null);
        }
        ReportOutcome outcome = outcomes.given().get(0);
        return inbox.replayed(session, eventId, BatchWork.of(outcome), BatchWork.reasonOf(outcome), outcome.cardId());
    }
}
