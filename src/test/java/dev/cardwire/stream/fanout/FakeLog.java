// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LogSnapshot;
import dev.cardwire.card.log.LoggedChange;
import io.smallrye.mutiny.Uni;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;

/** A log in memory. With {@code held} reads are answered only when the test lets one through, from the log as it is then. */
public final class FakeLog implements LogReader, LogTail.Source {

    private final List<LoggedChange> log = new ArrayList<>();
    private final Queue<Runnable> heldReads = new ArrayDeque<>();
    private final int page;
    private long keptFrom = 1;
    private boolean held;
    private boolean away;
    private long newestInSnapshot = Long.MAX_VALUE;
    private int reads;

    public FakeLog(int page) {
        this.page = page;
    }

    void hold() {
        held = true;
    }

    /** As a read has it that PostgreSQL began before the newest commits. */
    void endSnapshotsAt(long position) {
        newestInSnapshot = position;
    }

    void setAway(boolean gone) {
        away = gone;
    }

    void commit(LoggedChange change) {
        log.add(change);
    }

    long headPosition() {
        return log.isEmpty() ? 0 : log.get(log.size() - 1).position();
    }

    List<LoggedChange> all() {
        return log;
    }

    void pruneBefore(long position) {
        keptFrom = position;
        log.removeIf(change -> change.position() < position);
    }

    void truncate() {
        log.clear();
    }

    int reads() {
        return reads;
    }

    boolean letOneThrough() {
        Runnable read = heldReads.poll();
        if (read != null) {
            read.run();
        }
        return read != null;
    }

    @Override
    public Uni<LogHead> head() {
        return answer(() -> new LogHead(headPosition(), keptFrom));
    }

    @Override
    public Uni<List<LoggedChange>> after(long position, int limit) {
        return answer(() -> log.stream()
                .filter(change -> change.position() > position)
                .limit(limit)
                .toList());
    }

    @Override
    public Uni<Page> between(long from, long upTo, LogScope scope) {
        return answer(() -> {
            List<LoggedChange> found = log.stream()
                    .filter(change -> change.position() > from && change.position() <= upTo)
                    .filter(change -> change.statusChanged() || change.holderNamed())
                    .filter(change -> scope.everything()
                            || scope.cardIds().contains(change.cardId())
                            || change.cardholderId() != null
                                    && scope.cardholderIds().contains(change.cardholderId()))
                    .limit(page)
                    .toList();
            return new Page(found, keptFrom, found.size() == page);
        });
    }

    @Override
    public Uni<LogSnapshot> snapshot(LogScope scope) {
        return answer(() -> new LogSnapshot(
                new LogHead(Math.min(headPosition(), newestInSnapshot), keptFrom),
                List.of(new LogSnapshot.Entry(Streams.CARD, CardStatus.ACTIVE, 1, Streams.THEN))));
    }

    private <T> Uni<T> answer(Supplier<T> read) {
        reads++;
        if (away) {
            return Uni.createFrom().failure(new IllegalStateException("away"));
        }
        if (!held) {
            return Uni.createFrom().item(read);
        }
        return Uni.createFrom().emitter(emitter -> heldReads.add(() -> emitter.complete(read.get())));
    }
}
