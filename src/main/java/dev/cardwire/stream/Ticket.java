package dev.cardwire.stream;

import dev.cardwire.card.FeedScope;
import java.time.Instant;
import java.util.UUID;

/**
 * What a ticket says.
 *
 * @param caller who had it made: its streams count as his
 * @param expiresAt to the second
 */
record Ticket(UUID id, String caller, FeedScope scope, Instant expiresAt) {

    /** Whether all of {@code wanted} lies in {@code allowed}. */
    static boolean covers(FeedScope allowed, FeedScope wanted) {
        return allowed.everything()
                || (!wanted.everything()
                        && allowed.cardIds().containsAll(wanted.cardIds())
                        && allowed.cardholderIds().containsAll(wanted.cardholderIds()));
    }
}
