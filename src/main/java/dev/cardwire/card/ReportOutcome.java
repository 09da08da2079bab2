// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of a report.
 *
 * @param reason why nothing changed; null when something did
 * @param moved whether a card that was known has another status now
 * @param cardId the card it was about, as far as it is known
 * @param card the card afterwards; null for a parked report
 */
public record ReportOutcome(
        CardReport report,
        Effect effect,
        @Nullable String reason,
        boolean readWanted,
        boolean moved,
        @Nullable UUID cardId,
        @Nullable CardSnapshot card) {

    /** Whether the card changed, stayed, or is not known yet. */
    public enum Effect {
        APPLIED,
        IGNORED,
        PARKED
    }
}
