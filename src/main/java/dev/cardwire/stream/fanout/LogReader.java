// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The log, as streams read it when the tail's frames are not enough. */
interface LogReader {

    Uni<LogHead> head();

    /** A page of the scope's changes in (from, upTo], read before the head that comes with it. */
    Uni<Page> between(long from, long upTo, LogScope scope);

    Uni<LogSnapshot> snapshot(LogScope scope);

    /**
     * Changes of a scope, oldest first.
     *
     * @param keptFrom the oldest position that was kept after the changes were read: when it is at most the first position asked
     *     for, pruning took nothing out of this page
     * @param full whether there may be more
     */
    record Page(List<LoggedChange> changes, long keptFrom, boolean full) {}
}
