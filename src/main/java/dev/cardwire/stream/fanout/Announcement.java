// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one change means to those who watch, each form encoded at most once however many streams get it.
 *
 * @param moved for streams that know the card already; null when the status did not move
 * @param named for streams that see the card by its cardholder alone and now for the first time; null for other changes
 */
record Announcement(
        LoggedChange change,
        @Nullable Frame moved,
        @Nullable Frame named) {

    static Announcement of(String logId, LoggedChange change) {
        Frame moved = change.statusChanged() ? SseFrames.status(logId, change, change.previousStatus()) : null;
        Frame named = !change.holderNamed()
                ? null
                : moved != null && change.previousStatus() == null ? moved : SseFrames.status(logId, change, null);
        return new Announcement(change, moved, named);
    }

    /** The form for streams that cover the card by its cardholder and not by its id. */
    @Nullable Frame byHolder() {
        return named != null ? named : moved;
    }

    /** The form for a stream of this scope; null when the change is none of its business. */
    @Nullable Frame in(LogScope scope) {
        if (scope.everything() || scope.cardIds().contains(change.cardId())) {
            return moved;
        }
        UUID holder = change.cardholderId();
        return holder != null && scope.cardholderIds().contains(holder) ? byHolder() : null;
    }
}
