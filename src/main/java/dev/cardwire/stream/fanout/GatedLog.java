// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.log.ChangeLog;
import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;

/**
 * The log with two guards. Reads for single streams pass a narrow gate: ten thousand clients that come back at once must
 * not take the pool's connections from webhooks and issuing. And nothing waits for ever for a store that hangs.
 */
@Singleton
public class GatedLog implements LogReader, LogTail.Source {

    private final ChangeLog log;
    private final StreamConfig config;
    private final Gate gate;
    private final Gate arrivals;

    public GatedLog(ChangeLog log, StreamConfig config) {
        this.log = log;
        this.config = config;
        this.gate = new Gate(config.flow().reads());
        this.arrivals = new Gate(config.flow().reads());
    }

    /** What a new stream asks before it is opened; a gate of its own, so that newcomers do not wait for snapshots. */
    public <T> Uni<T> arrival(Supplier<Uni<T>> check) {
        return arrivals.pass(check);
    }

    @Override
    public Uni<LogHead> head() {
        return timed(log.head());
    }

    /** The tail does not queue behind single streams. */
    @Override
    public Uni<List<LoggedChange>> after(long position, int limit) {
        return timed(log.after(position, limit));
    }

    /** The head is read after the changes, so that a page from which pruning took something is always noticed. */
    @Override
    public Uni<Page> between(long from, long upTo, LogScope scope) {
        int limit = config.flow().pageChanges();
        return gate.pass(() -> timed(log.between(from, upTo, scope, limit).chain(changes -> log.head()
                .map(head -> new Page(changes, head.keptFrom(), changes.size() >= limit)))));
    }

    @Override
    public Uni<LogSnapshot> snapshot(LogScope scope) {
        return gate.pass(() -> timed(log.snapshot(scope, config.flow().snapshotCards())));
    }

    private <T> Uni<T> timed(Uni<T> read) {
        return read.ifNoItem().after(config.tail().readTimeout()).fail();
    }
}
