// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reports that came before their card was known, for the job that can read the card at UQPAY. */
public interface ParkedReports {

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
