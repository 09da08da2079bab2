// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.card.log.LogScope;
import java.time.Instant;
import java.util.UUID;

/**
 * What a ticket says.
 *
 * @param caller who had it made: its streams count as his
 * @param expiresAt to the second
 */
public record Ticket(UUID id, String caller, LogScope scope, Instant expiresAt) {

    /** Whether all of {@code wanted} lies in {@code allowed}. */
    public static boolean covers(LogScope allowed, LogScope wanted) {
        return allowed.everything()
                || (!wanted.everything()
                        && allowed.cardIds().containsAll(wanted.cardIds())
                        && allowed.cardholderIds().containsAll(wanted.cardholderIds()));
    }
}
