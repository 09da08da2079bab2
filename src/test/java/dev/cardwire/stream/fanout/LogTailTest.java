// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.SettableClock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTailTest {

    private final FakeLog feed = new FakeLog(10);
    private final List<String> heard = new ArrayList<>();
    private String identity = Streams.LOG;
    private final LogTail tail = new LogTail(feed, () -> identity, listener(), 2, new SettableClock(Streams.THEN));

    @Test
    void startsAtTheHeadAndReadsOnWhileThereIsMore() {
        commit(3);
        tail.wake();
        commit(5);
        tail.wake();

        assertThat(heard).containsExactly("start 0badcafe 3", "4..5", "6..7", "8..8");
    }

    @Test
    void servesEveryWakeThatCameDuringARead() {
        tail.wake();
        feed.hold();
        tail.wake();
        commit(1);
        tail.wake();
        tail.wake();
        commit(1);
        while (feed.letOneThrough()) {}

        assertThat(heard).containsExactly("start 0badcafe 0", "1..2");
    }

    @Test
    void readsOnFromTheSamePlaceAfterTheStoreWasAway() {
        tail.wake();
        feed.setAway(true);
        commit(1);
        tail.wake();
        feed.setAway(false);
        commit(1);
        tail.wake();

        assertThat(heard).containsExactly("start 0badcafe 0", "1..2");
    }

    @Test
    void startsOverInAnotherLog() {
        commit(2);
        tail.wake();
        identity = "feedbeef";
        commit(1);
        tail.wake();

        assertThat(heard).containsExactly("start 0badcafe 2", "start feedbeef 3");
    }

    @Test
    void startsOverWhenTheLogWentBack() {
        commit(5);
        tail.wake();
        feed.truncate();
        commit(2);
        tail.checkHead();
        tail.wake();

        assertThat(heard).containsExactly("start 0badcafe 5", "start 0badcafe 2");
    }

    @Test
    void startsOverWhenPruningOvertookIt() {
        tail.wake();
        commit(5);
        feed.pruneBefore(3);
        tail.wake();

        assertThat(heard).containsExactly("start 0badcafe 0", "start 0badcafe 5");
    }

    @Test
    void runsWhatWaitsForAReadAlsoWhenTheStoreIsAway() {
        commit(1);
        tail.wake();
        commit(1);
        tail.afterNextRead(() -> heard.add("closed"));
        feed.setAway(true);
        tail.afterNextRead(() -> heard.add("closed anyway"));

        assertThat(heard).containsExactly("start 0badcafe 1", "2..2", "closed", "closed anyway");
    }

    private void commit(int changes) {
        for (int i = 0; i < changes; i++) {
            feed.commit(Streams.moved(feed.headPosition() + 1, Streams.CARD, Streams.HOLDER));
        }
    }

    private LogTail.Listener listener() {
        return new LogTail.Listener() {
            @Override
            public void published(PublishedBatch batch) {
                heard.add(batch.announcements().get(0).change().position() + ".." + batch.upTo());
            }

            @Override
            public void startedAt(String logId, long position) {
                heard.add("start " + logId + " " + position);
            }
        };
    }
}
