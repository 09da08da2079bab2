// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.CardReadRequests;
import dev.cardwire.reading.CardReadConfig;
import dev.cardwire.reading.CardReader;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayUnavailableException;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Reads that somebody finds necessary: wishes for one card are gathered, and one card is read once at a time. */
@ApplicationScoped
class CardReadQueue implements CardReadRequests {

    private static final Logger LOG = Logger.getLogger(CardReadQueue.class);

    private final CardReader reader;
    private final CardReadConfig config;
    private final Vertx vertx;

    private final Set<UUID> waiting = new LinkedHashSet<>();
    private final Set<UUID> underWay = new HashSet<>();

    CardReadQueue(CardReader reader, CardReadConfig config, Vertx vertx) {
        this.reader = reader;
        this.config = config;
        this.vertx = vertx;
    }

    @Override
    public void wanted(UUID cardId) {
        synchronized (this) {
            if (waiting.size() >= config.waiting() || !waiting.add(cardId)) {
                return;
            }
        }
        vertx.setTimer(Math.max(1, config.debounce().toMillis()), due -> startNext());
    }

    private void startNext() {
        UUID cardId = next();
        if (cardId == null) {
            return;
        }
        reader.read(cardId)
                .onTermination()
                .invoke(() -> ended(cardId))
                .subscribe()
                .with(
                        done -> {},
                        failure -> LOG.logf(
                                levelOf(failure),
                                "card %s could not be read: %s",
                                cardId,
                                failure.getClass().getSimpleName()));
    }

    /** An outage of UQPAY has lines of its own, not one for each card: the sweep reads them when it is over. */
    private static Logger.Level levelOf(Throwable failure) {
        return failure instanceof UqpayNotSentException || failure instanceof UqpayUnavailableException
                ? Logger.Level.DEBUG
                : Logger.Level.WARN;
    }

    private synchronized @org.jspecify.annotations.Nullable UUID next() {
        if (underWay.size() >= config.atOnce()) {
            return null;
        }
        for (UUID cardId : waiting) {
            if (underWay.add(cardId)) {
                waiting.remove(cardId);
                return cardId;
            }
        }
        return null;
    }

    private void ended(UUID cardId) {
        synchronized (this) {
            underWay.remove(cardId);
        }
        startNext();
    }
}
