// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as operators see it.
 *
 * @param reason why it changed nothing; null when it did
 * @param facts what was kept of its payload, a JSON object
 * @param settledAt when it was applied or found to change nothing; null while it waits
 * @param replayedAt when an operator last had it tried again
 */
record EventView(
        UUID eventId,
        String eventType,
        @Nullable String sourceId,
        @Nullable UUID cardId,
        String outcome,
        @Nullable String reason,
        @JsonRawValue @Nullable String facts,
        Instant receivedAt,
        @Nullable Instant settledAt,
        @Nullable Instant replayedAt) {

    static EventView of(WebhookEvent event) {
        return new EventView(
                event.eventId,
                event.eventType,
                event.sourceId,
                event.cardId,
                event.outcome,
                event.reason,
                event.facts,
                event.receivedAt,
                event.settledAt,
                event.replayedAt);
    }
}
