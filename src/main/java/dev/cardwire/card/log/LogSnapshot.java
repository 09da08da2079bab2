// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import dev.cardwire.card.lifecycle.CardStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The cards of a scope and the head of the log, read in one statement so that nothing falls between them.
 *
 * @param head every change up to {@code head.position()} is contained in {@code cards}, none after it
 */
public record LogSnapshot(LogHead head, List<Entry> cards) {

    public record Entry(UUID cardId, CardStatus status, int version, Instant updatedAt) {}
}
