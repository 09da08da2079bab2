// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.store.Transactions;
import dev.cardwire.webhook.event.Outcome;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;

/** Keeps an event that could not be applied, so that UQPAY need not repeat it and an operator sees it. */
@ApplicationScoped
class FailedEvents {

    private static final Logger LOG = Logger.getLogger(FailedEvents.class);

    private final Transactions transactions;
    private final Inbox inbox;

    FailedEvents(Transactions transactions, Inbox inbox) {
        this.transactions = transactions;
        this.inbox = inbox;
    }

    /**
     * Stores the event with what may be kept of it, so that a replay can apply it; if that is what the database refuses,
     * type, ids and digest alone.
     *
     * @return the answer to a delivery of this event
     */
    Uni<Outcome> keep(Delivery delivery, String reason) {
        LOG.errorf("event %s failed: %s", delivery.eventId(), reason);
        Inbox.Entry whole = Inbox.Entry.of(delivery, Outcome.FAILED, reason, delivery.cardId());
        return keep(delivery, whole)
                .onFailure(DataFaults::isOne)
                .recoverWithUni(refused -> keep(delivery, whole.withoutFacts()));
    }

    private Uni<Outcome> keep(Delivery delivery, Inbox.Entry entry) {
        return transactions.inTransaction(
                session -> inbox.digests(session, List.of(delivery.eventId())).flatMap(stored -> {
                    String known = stored.get(delivery.eventId());
                    return known == null
                            ? insert(session, entry)
                            : Uni.createFrom().item(delivery.comparedTo(known));
                }));
    }

    private Uni<Outcome> insert(Mutiny.Session session, Inbox.Entry entry) {
        return inbox.insert(session, List.of(entry)).replaceWith(Outcome.FAILED);
    }
}
