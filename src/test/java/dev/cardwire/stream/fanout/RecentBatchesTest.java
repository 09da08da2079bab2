// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static dev.cardwire.stream.fanout.Streams.CARD;
import static dev.cardwire.stream.fanout.Streams.HOLDER;
import static dev.cardwire.stream.fanout.Streams.LOG;
import static dev.cardwire.stream.fanout.Streams.OTHER_CARD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.testsupport.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RecentBatchesTest {

    private static final int PLENTY = 100_000;

    @Test
    void answersWhatComesNextInTheScopeAndSaysHowFarThatReaches() {
        RecentBatches recent = new RecentBatches(PLENTY);
        recent.add(batch(1, 4));
        recent.add(batch(5, 9));

        assertThat(lasts(recent.after(2, Streams.cards(CARD), PLENTY))).containsExactly(4L, 8L, 9L);
        assertThat(lasts(recent.after(8, Streams.cards(CARD), PLENTY))).containsExactly(9L);
        assertThat(lasts(recent.after(4, LogScope.EVERYTHING, PLENTY))).containsExactly(9L, 9L);
    }

    @Test
    void knowsNothingOfWhatItForgotOrDidNotHearYet() {
        RecentBatches recent =
                new RecentBatches(batch(1, 4).size() + batch(5, 8).size());
        recent.add(batch(1, 4));
        recent.add(batch(5, 8));
        recent.add(batch(9, 10));

        assertThat(recent.after(3, LogScope.EVERYTHING, PLENTY)).isNull();
        assertThat(recent.after(4, LogScope.EVERYTHING, PLENTY)).isNotNull();
        assertThat(recent.after(10, LogScope.EVERYTHING, PLENTY)).isNull();
        recent.clear();
        assertThat(recent.after(4, LogScope.EVERYTHING, PLENTY)).isNull();
    }

    /** A slow stream that held all of it would keep it from being freed, and a thousand slow streams a thousand times. */
    @Test
    void givesAStreamLittleAtATime() {
        RecentBatches recent = new RecentBatches(PLENTY);
        for (int position = 1; position <= 40; position += 2) {
            recent.add(batch(position, position + 1));
        }
        List<Frame> some = Objects.requireNonNull(recent.after(0, LogScope.EVERYTHING, 3_000));

        assertThat(some.stream().mapToInt(Frame::size).sum()).isBetween(3_000, 4_500);
        assertThat(some.get(some.size() - 1).last()).isLessThan(40);
    }

    @Test
    void streamThatFellALittleBehindCatchesUpWithoutAskingTheLog() {
        FakeLog feed = new FakeLog(3);
        SettableClock time = new SettableClock(Streams.THEN);
        StreamHub hub = Streams.hub(Runnable::run, feed, time, 0, Map.of("flow.queue-bytes", "1000"));
        FakeSink sink = new FakeSink(time, 700);
        Subscription stream = new Subscription(hub, Streams.viewer(), LogScope.EVERYTHING, sink);
        stream.resume(Objects.requireNonNull(ResumePoint.of(LOG + "-0", null)), new LogHead(0, 1));
        sink.stopReading();
        for (int position = 1; position <= 40; position++) {
            hub.deliver(batch(position, position));
        }
        sink.readAgain();

        assertThat(sink.positions()).hasSize(40).isSorted().doesNotHaveDuplicates();
        assertThat(feed.reads()).isZero();
    }

    private static PublishedBatch batch(int from, int upTo) {
        List<LoggedChange> changes = new ArrayList<>();
        for (int position = from; position <= upTo; position++) {
            changes.add(Streams.moved(position, position % 2 == 0 ? CARD : OTHER_CARD, HOLDER));
        }
        return PublishedBatch.of(LOG, changes);
    }

    private static List<Long> lasts(List<Frame> frames) {
        return frames.stream().map(Frame::last).toList();
    }
}
