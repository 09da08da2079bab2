// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import java.util.Set;
import java.util.UUID;

/**
 * Which cards a reader of the log may and wants to see: these cards and the cards of these cardholders, or everything.
 *
 * @param everything true makes the two sets meaningless
 */
public record LogScope(boolean everything, Set<UUID> cardIds, Set<UUID> cardholderIds) {

    /** Every card. */
    public static final LogScope EVERYTHING = new LogScope(true, Set.of(), Set.of());

    public LogScope {
        cardIds = Set.copyOf(cardIds);
        cardholderIds = Set.copyOf(cardholderIds);
    }
}
