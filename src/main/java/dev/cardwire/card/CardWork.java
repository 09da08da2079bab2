// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** What else belongs into the transaction that takes in reports, called in this order after the card keys are held. */
public interface CardWork {

    /** For reports that nothing else hangs on. */
    CardWork NOTHING_ELSE = (session, outcomes) -> Uni.createFrom().voidItem();

    /** The reports that still count: those that a row of the caller's own does not already answer. */
    default Uni<List<CardReport>> stillNew(Mutiny.Session session, List<CardReport> reports) {
        return Uni.createFrom().item(reports);
    }

    /** Writes the caller's own rows, in order of their ids, knowing what became of each report. */
    Uni<Void> settle(Mutiny.Session session, List<ReportOutcome> outcomes);
}
