// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardSignal;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The result of one transaction, for the observers after its commit.
 *
 * @param position the newest one that it took in the log; 0 when nothing changed
 */
record CommitResult(ReportOutcomes outcomes, long position) {

    /** The cards whose state only a read at UQPAY can show. */
    Set<UUID> readsWanted() {
        return outcomes.all()
                .filter(ReportOutcome::readWanted)
                // the reader itself repeats a read that came too late, and knows when to stop
                .filter(outcome -> !(outcome.report().signal() instanceof CardSignal.ReadBack))
                .map(ReportOutcome::cardId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
