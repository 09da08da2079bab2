// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import dev.cardwire.card.lifecycle.CardSignal;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one transaction came to, for whoever is told of it after the commit.
 *
 * @param outcomes of the reports that were given
 * @param unparked of the reports that had waited for a card of this transaction
 * @param position the newest one that it took in the log; 0 when nothing changed
 */
record CommitResult(List<ReportOutcome> outcomes, List<ReportOutcome> unparked, long position) {

    /** The cards of which only a read at UQPAY can tell the truth. */
    Set<UUID> readsWanted() {
        return Stream.concat(outcomes.stream(), unparked.stream())
                .filter(ReportOutcome::readWanted)
                // whoever reads repeats a read that came too late by itself, and knows when to stop
                .filter(outcome -> !(outcome.report().signal() instanceof CardSignal.ReadBack))
                .map(ReportOutcome::cardId)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
