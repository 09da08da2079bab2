package dev.cardwire.stream;

import dev.cardwire.card.FeedHead;
import dev.cardwire.card.FeedScope;
import dev.cardwire.card.FeedSnapshot;
import dev.cardwire.card.LoggedChange;
import io.smallrye.mutiny.Uni;
import java.util.List;

/** The log, as streams read it when the tail's frames are not enough. */
interface FeedReader {

    Uni<FeedHead> head();

    /** A page of the scope's changes in (from, upTo], read before the head that comes with it. */
    Uni<Page> between(long from, long upTo, FeedScope scope);

    Uni<FeedSnapshot> snapshot(FeedScope scope);

    /**
     * Changes of a scope, oldest first.
     *
     * @param keptFrom the oldest position that was kept after the changes were read: when it is at most the first position asked
     *     for, pruning took nothing out of this page
     * @param full whether there may be more
     */
    record Page(List<LoggedChange> changes, long keptFrom, boolean full) {}
}
