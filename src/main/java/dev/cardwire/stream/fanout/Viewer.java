// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.access.Caller;
import dev.cardwire.card.log.LogScope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who may watch.
 *
 * @param ticketId null for a caller with a key or a token
 * @param allowed the most he may watch
 * @param until when his right ends; null for a key
 */
public record Viewer(
        String caller,
        @Nullable UUID ticketId,
        LogScope allowed,
        @Nullable Instant until) {

    /** A caller with a key or a token, who may watch everything. */
    public static Viewer with(Caller caller) {
        return new Viewer(caller.name(), null, LogScope.EVERYTHING, caller.until());
    }
}
