// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.card.Cards;
import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import dev.cardwire.store.Transactions;
import dev.cardwire.webhook.event.Outcome;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Keeps the digest and the size of verified bodies that cannot be an event of their own; never the body. */
@ApplicationScoped
class Oddities {

    private static final Logger LOG = Logger.getLogger(Oddities.class);

    private final Inbox inbox;
    private final Transactions transactions;
    private final Cards cards;

    Oddities(Inbox inbox, Transactions transactions, Cards cards) {
        this.inbox = inbox;
        this.transactions = transactions;
        this.cards = cards;
    }

    /** A body that is not an event. */
    Uni<Void> unreadable(String digest, int size, Instant at) {
        return transactions.inTransaction(session -> inbox.oddity(session, Outcome.UNREADABLE, null, digest, size, at));
    }

    /** Two bodies under one id: one of them is not the truth, so the card is read at UQPAY, whatever becomes of this replica. */
    Uni<Void> conflict(Delivery delivery, int size) {
        LOG.warnf("event %s came again with another body", delivery.eventId());
        return cardOf(delivery)
                .flatMap(card -> card.map(id -> cards.confirm(id, session -> noted(session, delivery, size)))
                        .orElseGet(() -> transactions.inTransaction(session -> noted(session, delivery, size))));
    }

    /** Which card a body is about, or the one before it under the same id, when it does not say. */
    private Uni<Optional<UUID>> cardOf(Delivery delivery) {
        return delivery.cardId() == null
                ? transactions.inTransaction(session -> inbox.cardOf(session, delivery.eventId()))
                : Uni.createFrom().item(Optional.of(delivery.cardId()));
    }

    private Uni<Void> noted(Mutiny.Session session, Delivery delivery, int size) {
        return inbox.oddity(
                session, Outcome.CONFLICT, delivery.eventId(), delivery.digest(), size, delivery.receivedAt());
    }

    /** They are kept for as long as events are. */
    @Singleton
    static class Retention extends RowRetention {

        private static final String REMOVE = """
            delete from webhook_oddity where oddity_id in (
                select oddity_id from webhook_oddity where received_at < $1 order by received_at limit $2)""";

        Retention(Pool pool, WebhookConfig config, InstantSource clock) {
            super(pool, "webhook_oddity", REMOVE, new RetentionPeriod(config.kept()), clock);
        }
    }
}
