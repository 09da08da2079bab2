// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static dev.cardwire.stream.fanout.Streams.CARD;
import static dev.cardwire.stream.fanout.Streams.HOLDER;
import static dev.cardwire.stream.fanout.Streams.LOG;
import static dev.cardwire.stream.fanout.Streams.OTHER_CARD;
import static dev.cardwire.stream.fanout.Streams.OTHER_HOLDER;
import static dev.cardwire.stream.fanout.Streams.change;
import static dev.cardwire.stream.fanout.Streams.moved;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.testsupport.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private static final int ROOM = 500;

    private final SettableClock time = new SettableClock(Streams.THEN);
    private final FakeLog feed = new FakeLog(3);
    private final StreamHub hub = Streams.hub(
            Runnable::run,
            feed,
            time,
            0,
            Map.of("flow.queue-bytes", "1000", "flow.recent-bytes", "0", "pace.quiet", "1s"));

    @Test
    void startsWithSnapshotThenLiveThenChanges() {
        commit(moved(1, CARD, HOLDER));
        deliver(1, 1);
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        commit(moved(2, CARD, HOLDER));
        deliver(2, 2);

        assertThat(sink.names()).containsExactly("card.snapshot", "stream.live", "card.status");
        assertThat(sink.events().get(0).lastEventId()).isEmpty();
        assertThat(sink.events().get(1).lastEventId()).isEqualTo(LOG + "-1");
        assertThat(sink.positions()).containsExactly(2L);
    }

    @Test
    void skipsWhatTheSnapshotContainsWhenTheTailLagsBehindIt() {
        for (int position = 1; position <= 100; position++) {
            commit(moved(position, CARD, HOLDER));
        }
        deliver(1, 90);
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        deliver(91, 95);
        deliver(96, 100);
        commit(moved(101, CARD, HOLDER));
        deliver(101, 101);

        assertThat(sink.positions()).containsExactly(101L);
    }

    @Test
    void readsFromTheLogWhenAJoinedFrameReachesBackBehindTheSnapshot() {
        for (int position = 1; position <= 3; position++) {
            commit(moved(position, CARD, HOLDER));
        }
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        commit(moved(4, CARD, HOLDER));
        commit(moved(5, CARD, HOLDER));
        deliver(1, 5);

        assertThat(sink.positions()).containsExactly(4L, 5L);
    }

    @Test
    void readsFromTheLogWhatTheTailHandedOutBeforeTheSnapshot() {
        for (int position = 1; position <= 5; position++) {
            commit(moved(position, CARD, HOLDER));
        }
        deliver(1, 5);
        feed.endSnapshotsAt(3);
        FakeSink sink = openFresh(LogScope.EVERYTHING);

        assertThat(sink.positions()).containsExactly(4L, 5L);
    }

    @Test
    void resumesWithWhatWasMissedAndNoSnapshot() {
        for (int position = 1; position <= 8; position++) {
            commit(moved(position, position % 2 == 0 ? CARD : OTHER_CARD, HOLDER));
        }
        deliver(1, 8);
        FakeSink sink = resume(Streams.cards(CARD), LOG + "-2");

        assertThat(sink.names()).containsExactly("card.status", "card.status", "card.status", "stream.live");
        assertThat(sink.positions()).containsExactly(4L, 6L, 8L);
        assertThat(sink.lastEventId()).isEqualTo(LOG + "-8");
    }

    @Test
    void resumesAtTheHeadWithoutReadingTheLog() {
        commit(moved(1, CARD, HOLDER));
        deliver(1, 1);
        FakeSink sink = resume(LogScope.EVERYTHING, LOG + "-1");

        assertThat(sink.names()).containsExactly("stream.live");
        assertThat(feed.reads()).isZero();
    }

    /** A browser shows what it gets, and a log keeps it. */
    @Test
    void gapRepeatsNoCardNumber() {
        for (String id : List.of("4111111111111111", "411111-1111111111", "4111-1111-1111-1111")) {
            assertThat(resume(LogScope.EVERYTHING, id).events().get(0).data())
                    .as(id)
                    .isEqualTo("{\"from\":\"\"}");
        }
    }

    @Test
    void announcesGapForForeignUnreadableFutureAndPrunedIds() {
        for (int position = 1; position <= 9; position++) {
            commit(moved(position, CARD, HOLDER));
        }
        deliver(1, 9);
        feed.pruneBefore(5);

        for (String id : List.of("deadbeef-7", "nonsense", LOG + "-10", LOG + "-3", LOG + "--1", LOG + "-07")) {
            FakeSink sink = resume(LogScope.EVERYTHING, id);
            assertThat(sink.names()).as(id).containsExactly("stream.gap", "card.snapshot", "stream.live");
            String from = id.matches("[a-z0-9]+-(0|[1-9][0-9]*)") ? id : "";
            assertThat(sink.events().get(0).data()).isEqualTo("{\"from\":\"" + from + "\"}");
        }
        assertThat(resume(LogScope.EVERYTHING, LOG + "-4").positions()).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void announcesGapWhenPruningOvertakesASlowClient() {
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        sink.stopReading();
        for (int position = 1; position <= 20; position++) {
            commit(moved(position, CARD, HOLDER));
            deliver(position, position);
        }
        feed.pruneBefore(18);
        sink.readAgain();

        assertThat(sink.names()).endsWith("stream.gap", "card.snapshot", "stream.live");
    }

    @Test
    void keepsASlowClientSmallAndGivesItEverythingInTheEnd() {
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        sink.stopReading();
        for (int position = 1; position <= 1_000; position++) {
            commit(moved(position, CARD, HOLDER));
            deliver(position, position);
        }
        assertThat(sink.mostWaiting()).isLessThan(ROOM + 500);
        assertThat(feed.reads()).as("only the snapshot").isEqualTo(1);

        sink.readAgain();
        assertThat(sink.positions()).isEqualTo(positions(1, 1_000));
    }

    /** The queue may be far larger than what a socket takes at once. */
    @Test
    void writesNoMoreOfItsQueueThanTheSocketTakes() {
        StreamHub wide = Streams.hub(
                Runnable::run,
                feed,
                time,
                0,
                Map.of("flow.queue-bytes", "100000", "flow.recent-bytes", "0", "pace.quiet", "1s"));
        FakeSink sink = new FakeSink(time, ROOM);
        new Subscription(wide, Streams.viewer(), LogScope.EVERYTHING, sink).openFresh();
        sink.stopReading();
        for (int position = 1; position <= 50; position++) {
            commit(moved(position, CARD, HOLDER));
            wide.deliver(PublishedBatch.of(LOG, feed.all().subList(position - 1, position)));
        }
        sink.drain();
        assertThat(sink.mostWaiting()).isLessThan(ROOM + 500);

        sink.readAgain();
        assertThat(sink.positions()).isEqualTo(positions(1, 50));
    }

    @Test
    void cutsAClientWhoseBytesDoNotMove() {
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        sink.stopReading();
        commit(moved(1, CARD, HOLDER));
        deliver(1, 1);
        time.pass(Duration.ofSeconds(44));
        hub.tick();
        assertThat(sink.isCut()).isFalse();

        time.pass(Duration.ofSeconds(1));
        hub.tick();
        assertThat(sink.isCut()).isTrue();
    }

    @Test
    void quietIdSaysOnlyWhatWasWritten() {
        commit(moved(1, CARD, HOLDER));
        deliver(1, 1);
        FakeSink sink = openFresh(Streams.cards(CARD));
        commit(moved(2, OTHER_CARD, OTHER_HOLDER));
        deliver(2, 2);
        hub.tick();
        assertThat(sink.lastEventId()).isEqualTo(LOG + "-2");
        assertThat(sink.names()).containsExactly("card.snapshot", "stream.live");

        sink.stopReading();
        for (int position = 3; position <= 5; position++) {
            commit(moved(position, CARD, HOLDER));
            deliver(position, position);
        }
        sink.drain();
        hub.tick();
        long said = Long.parseLong(sink.lastEventId().substring(LOG.length() + 1));
        assertThat(sink.positions()).contains(said).doesNotContain(said + 1);
    }

    @Test
    void quietTimeBeforeTheSnapshotMovesNoResumePoint() {
        feed.hold();
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        hub.tick();

        assertThat(sink.text()).isEqualTo(":\n\n");
    }

    @Test
    void namesHolderOnlyToStreamsThatCoverTheCardByHimAlone() {
        FakeSink everything = openFresh(LogScope.EVERYTHING);
        FakeSink byCard = openFresh(Streams.cards(CARD));
        FakeSink byHolder = openFresh(Streams.holders(HOLDER));
        FakeSink byBoth = openFresh(new LogScope(false, java.util.Set.of(CARD), java.util.Set.of(HOLDER)));
        commit(change(1, CARD, HOLDER, false, true));
        deliver(1, 1);

        assertThat(everything.positions()).isEmpty();
        assertThat(byCard.positions()).isEmpty();
        assertThat(byBoth.positions()).isEmpty();
        assertThat(byHolder.positions()).containsExactly(1L);
        assertThat(byHolder.events().get(2).data()).contains("\"previous_status\":null");
        assertThat(resume(Streams.holders(HOLDER), LOG + "-0").positions()).containsExactly(1L);
        assertThat(resume(Streams.cards(CARD), LOG + "-0").positions()).isEmpty();
    }

    @Test
    void showsAMoveThatNamesTheHolderToHisStreamsAsTheFirst() {
        FakeSink byCard = openFresh(Streams.cards(CARD));
        FakeSink byHolder = openFresh(Streams.holders(HOLDER));
        commit(change(1, CARD, HOLDER, true, true));
        deliver(1, 1);

        assertThat(byCard.events().get(2).data()).contains("\"previous_status\":\"ACTIVE\"");
        assertThat(byHolder.events().get(2).data()).contains("\"previous_status\":null");
    }

    @Test
    void waitsForTheStoreAndReadsAgain() {
        feed.setAway(true);
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        hub.tick();
        assertThat(sink.names()).isEmpty();

        feed.setAway(false);
        hub.tick();
        assertThat(sink.names()).containsExactly("card.snapshot", "stream.live");
    }

    @Test
    void startsAllOverInAnotherLog() {
        FakeSink sink = openFresh(LogScope.EVERYTHING);
        hub.startOver("feedbeef", 0);

        assertThat(sink.names())
                .containsExactly("card.snapshot", "stream.live", "stream.gap", "card.snapshot", "stream.live");
        assertThat(sink.lastEventId()).isEqualTo("feedbeef-0");
    }

    @Test
    void endsWithTheTicket() {
        FakeSink sink = new FakeSink(time, ROOM);
        Viewer viewer =
                new Viewer("tester", HOLDER, LogScope.EVERYTHING, time.instant().plusSeconds(60));
        new Subscription(hub, viewer, LogScope.EVERYTHING, sink).openFresh();
        time.pass(Duration.ofSeconds(59));
        hub.tick();
        assertThat(sink.isEnded()).isFalse();

        time.pass(Duration.ofSeconds(1));
        hub.tick();
        commit(moved(1, CARD, HOLDER));
        deliver(1, 1);
        assertThat(sink.names()).endsWith("stream.expired");
        assertThat(sink.isEnded()).isTrue();
    }

    @Test
    void isToldOnceThatTheReplicaLeavesAlsoWhenItsSocketWasFullThen() {
        FakeSink reading = openFresh(LogScope.EVERYTHING);
        FakeSink full = openFresh(LogScope.EVERYTHING);
        full.stopReading();
        for (int position = 1; !full.full(); position++) {
            commit(moved(position, CARD, HOLDER));
            deliver(position, position);
        }
        hub.forEach(stream -> stream.out().takeLeave(SseFrames.draining(Duration.ofSeconds(4))));
        assertThat(reading.names()).endsWith("stream.draining");
        assertThat(full.names()).doesNotContain("stream.draining");

        hub.endSome(1);
        for (FakeSink sink : List.of(reading, full)) {
            assertThat(sink.names()).endsWith("stream.draining").containsOnlyOnce("stream.draining");
            assertThat(sink.isEnded()).isTrue();
        }
    }

    private FakeSink openFresh(LogScope scope) {
        FakeSink sink = new FakeSink(time, ROOM);
        new Subscription(hub, Streams.viewer(), scope, sink).openFresh();
        return sink;
    }

    private FakeSink resume(LogScope scope, String id) {
        FakeSink sink = new FakeSink(time, ROOM);
        ResumePoint from = ResumePoint.of(id, null);
        LogHead head = new LogHead(
                feed.headPosition(),
                feed.all().isEmpty() ? 1 : feed.all().get(0).position());
        new Subscription(hub, Streams.viewer(), scope, sink).resume(java.util.Objects.requireNonNull(from), head);
        return sink;
    }

    private void commit(LoggedChange change) {
        feed.commit(change);
    }

    private void deliver(int from, int upTo) {
        hub.deliver(PublishedBatch.of(LOG, feed.all().subList(from - 1, upTo)));
    }

    private static List<Long> positions(long from, long upTo) {
        return java.util.stream.LongStream.rangeClosed(from, upTo).boxed().toList();
    }
}
