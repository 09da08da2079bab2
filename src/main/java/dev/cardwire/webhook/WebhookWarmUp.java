// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.Cards;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.warmup.WarmUpStep;
import dev.cardwire.webhook.event.Envelope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;

/** An event of a made-up card, read, worked out and written to the inbox, and rolled back before it has a position. */
@ApplicationScoped
class WebhookWarmUp implements WarmUpStep {

    private final Cards cards;
    private final Inbox inbox;
    private final InstantSource clock;

    WebhookWarmUp(Cards cards, Inbox inbox, InstantSource clock) {
        this.cards = cards;
        this.inbox = inbox;
        this.clock = clock;
    }

    @Override
    public Uni<Void> run() {
        Instant now = clock.instant();
        String body = """
                {"version": "V1.6.0", "event_name": "ISSUING", "event_type": "card.create.succeeded", "event_id": "%s",
                 "source_id": "%s", "data": {"card_id": "%s", "card_status": "ACTIVE", "card_limit": "1.00"}}""".formatted(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID());
        Envelope envelope = Envelope.read(body.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        BatchWork work = new BatchWork(inbox, List.of(Delivery.of(envelope, "00", now)));
        return cards.take(work.reports(), new RolledBack(work))
                .onFailure(UndoneException.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    /** Takes part as the work does, and then ends the transaction. */
    private record RolledBack(BatchWork work) implements CardParticipant {

        @Override
        public LockOrder lockOrder() {
            return work.lockOrder();
        }

        @Override
        public Uni<List<CardReport>> before(Mutiny.Session session, List<CardReport> reports) {
            return work.before(session, reports);
        }

        @Override
        public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
            return work.after(session, outcomes).chain(() -> Uni.createFrom().failure(new UndoneException()));
        }
    }

    private static final class UndoneException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UndoneException() {
            super("nothing is kept of the warm-up", null, false, false);
        }
    }
}
