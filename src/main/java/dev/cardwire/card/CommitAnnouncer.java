// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.inject.Instance;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Passes on what a commit means for others: streams, the reader of cards, and those who took part in it. */
@ApplicationScoped
class CommitAnnouncer {

    private static final Logger LOG = Logger.getLogger(CommitAnnouncer.class);

    private final Instance<CardReadRequests> reads;
    private final Event<ChangesCommitted> committed;

    CommitAnnouncer(Instance<CardReadRequests> reads, Event<ChangesCommitted> committed) {
        this.reads = reads;
        this.committed = committed;
    }

    /** What is committed is committed: an observer that fails must not make it appear undone. */
    void announce(CommitResult result, List<CardParticipant> participants) {
        try {
            if (result.position() > 0) {
                committed.fire(new ChangesCommitted(result.position()));
            }
            result.readsWanted().forEach(this::readWanted);
            participants.forEach(participant -> participant.committed(result.outcomes()));
        } catch (RuntimeException observerFailed) {
            LOG.errorf(observerFailed, "the commit of position %d was not announced", result.position());
        }
    }

    void readWanted(UUID cardId) {
        reads.forEach(reader -> reader.wanted(cardId));
    }
}
