// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Reports that came before their card was known. They are looked for under the card's key, so that a park and a
 * creation at once cannot miss each other.
 */
public interface ParkedReports {

    /** The parked reports of these cards and of the orders that made them, in order of arrival. */
    Uni<List<CardReport>> of(Mutiny.Session session, Collection<UUID> cardIds, Collection<String> orderIds);

    /** Writes what became of them. */
    Uni<Void> settle(Mutiny.Session session, List<ReportOutcome> outcomes);

    /** What parked reports wait for, those that came first after a time first. */
    Uni<List<Awaited>> awaited(Instant after, int limit);

    /**
     * Something that would settle a parked report if it were looked up.
     *
     * @param cardId the card; null when the report names only the order that makes it
     * @param orderId that order; null when the card is named
     * @param since when the report came
     */
    record Awaited(@Nullable UUID cardId, @Nullable String orderId, Instant since) {}
}
