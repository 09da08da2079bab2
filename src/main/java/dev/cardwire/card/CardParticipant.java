// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Takes part in every transaction of {@link Cards} that applies reports: before, while and after the cards are worked out.
 * Its rows are locked where its {@link #lockOrder()} says, between the card keys and the log, so that no two transactions
 * wait for each other.
 */
public interface CardParticipant {

    /** Whose rows come first in the one order of locks. */
    enum LockOrder {
        INBOX,
        OPERATIONS
    }

    LockOrder lockOrder();

    /**
     * Before any key is taken: the same reports, with the card named where only an order was. Locks nothing, and relies on
     * nothing that can still change.
     */
    default Uni<List<CardReport>> identify(Mutiny.Session session, List<CardReport> reports) {
        return Uni.createFrom().item(reports);
    }

    /** With the card keys held: the reports that still count. */
    default Uni<List<CardReport>> before(Mutiny.Session session, List<CardReport> reports) {
        return Uni.createFrom().item(reports);
    }

    /** With the cards worked out and nothing written: more to report of the same cards. */
    default Uni<List<CardReport>> during(Mutiny.Session session, AppliedReports applied) {
        return Uni.createFrom().item(List.of());
    }

    /** Writes its own rows, sorted by their ids, knowing what became of each report. */
    default Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
        return Uni.createFrom().voidItem();
    }

    /** It is committed. Must not block; a failure undoes nothing. */
    default void committed(ReportOutcomes outcomes) {}
}
