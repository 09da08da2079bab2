package dev.cardwire.webhook;

import dev.cardwire.card.CardTransactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/** Keeps an event that could not be applied, so that UQPAY need not repeat it and an operator sees it. */
@ApplicationScoped
class FailedEvents {

    private static final Logger LOG = Logger.getLogger(FailedEvents.class);

    private final CardTransactions transactions;
    private final Inbox inbox;

    FailedEvents(CardTransactions transactions, Inbox inbox) {
        this.transactions = transactions;
        this.inbox = inbox;
    }

    /** Stores type, ids and digest alone: what made the event fail may be in anything else. */
    Uni<Void> keep(Delivery delivery, String reason) {
        LOG.errorf("event %s failed: %s", delivery.eventId(), reason);
        Inbox.Entry entry = new Inbox.Entry(
                delivery.eventId(),
                Scrub.text(delivery.envelope().type()),
                null,
                delivery.cardId(),
                Outcome.FAILED.word(),
                reason,
                delivery.digest(),
                null,
                delivery.receivedAt());
        return transactions.inTransaction(session -> inbox.insert(session, List.of(entry)));
    }
}
