// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.card.log.LogHead;
import dev.cardwire.card.log.LogScope;
import dev.cardwire.card.log.LoggedChange;
import dev.cardwire.testsupport.SettableClock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Commits, tail, reads, sockets and reconnects in any order: every stream must show the log, once and in order. */
class InterleavingTest {

    private static final int RUNS = 400;
    private static final int STEPS = 160;
    private static final int HOLDERS = 2;
    private static final int CARDS = 4;

    @Test
    void everyStreamShowsItsPartOfTheLogOnceAndInOrder() {
        for (int seed = 0; seed < RUNS; seed++) {
            new Run(seed).play();
        }
    }

    private static final class Run {

        private final String name;
        private final Random random;
        private final SettableClock time = new SettableClock(Streams.THEN);
        private final Queue<Runnable> loop = new ArrayDeque<>();
        private final FakeLog feed = new FakeLog(3);
        private final StreamHub hub;
        private final List<Client> clients = new ArrayList<>();
        private int published;

        Run(int seed) {
            name = "seed " + seed;
            random = new Random(seed);
            feed.hold();
            // every other run has nothing but the log to catch up from, the others a little memory beside it
            String recent = seed % 2 == 0 ? "0" : "6000";
            hub = Streams.hub(
                    loop::add,
                    feed,
                    time,
                    0,
                    Map.of("flow.queue-bytes", "1200", "flow.recent-bytes", recent, "pace.quiet", "1s"));
        }

        void play() {
            for (int i = 0; i < 3; i++) {
                clients.add(new Client(scope()));
            }
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            clients.forEach(client -> client.sink.readAgain());
            while (publish() || feed.letOneThrough() || runOne()) {
                clients.forEach(client -> client.sink.drain());
            }
            clients.forEach(Client::check);
        }

        private void step() {
            switch (random.nextInt(10)) {
                case 0, 1, 2 -> commit();
                case 3, 4 -> publish();
                case 5, 6 -> runOne();
                case 7 -> feed.letOneThrough();
                case 8 -> any().disturb();
                default -> loop.add(hub::tick);
            }
        }

        private void commit() {
            long position = feed.headPosition() + 1;
            int card = random.nextInt(CARDS);
            UUID holder = new UUID(2, card % HOLDERS);
            boolean moved = random.nextInt(4) > 0;
            feed.commit(Streams.change(position, new UUID(1, card), holder, moved, random.nextInt(6) == 0));
        }

        private boolean publish() {
            int upTo = Math.min(feed.all().size(), published + 1 + random.nextInt(4));
            if (upTo == published) {
                return false;
            }
            PublishedBatch batch =
                    PublishedBatch.of(Streams.LOG, List.copyOf(feed.all().subList(published, upTo)));
            published = upTo;
            loop.add(() -> hub.deliver(batch));
            return true;
        }

        private boolean runOne() {
            Runnable task = loop.poll();
            if (task != null) {
                task.run();
            }
            return task != null;
        }

        private Client any() {
            return clients.get(random.nextInt(clients.size()));
        }

        private LogScope scope() {
            return switch (random.nextInt(4)) {
                case 0 -> LogScope.EVERYTHING;
                case 1 -> Streams.cards(new UUID(1, random.nextInt(CARDS)));
                case 2 -> Streams.holders(new UUID(2, random.nextInt(HOLDERS)));
                default -> new LogScope(false, Set.of(new UUID(1, 0), new UUID(1, 1)), Set.of(new UUID(2, 0)));
            };
        }

        private final class Client {

            private final LogScope scope;
            private final long start;
            private final List<Long> seen = new ArrayList<>();
            private FakeSink sink;
            private Subscription stream;

            Client(LogScope scope) {
                this.scope = scope;
                this.start = 0;
                connect("" + Streams.LOG + "-0");
            }

            private void connect(String from) {
                sink = new FakeSink(time, 700);
                stream = new Subscription(hub, Streams.viewer(), scope, sink);
                stream.resume(Objects.requireNonNull(ResumePoint.of(from, null)), new LogHead(feed.headPosition(), 1));
            }

            void disturb() {
                switch (random.nextInt(5)) {
                    case 0 -> sink.stopReading();
                    case 1 -> sink.readAgain();
                    case 2 -> reconnect();
                    default -> sink.drain();
                }
            }

            /** The client keeps what it got and the last id it saw, and comes back. */
            private void reconnect() {
                String from = sink.lastEventId();
                note();
                String resumed = from.isEmpty() ? Streams.LOG + "-" + last() : from;
                checkThat(resumed);
                stream.cut();
                connect(resumed);
            }

            private void note() {
                seen.addAll(sink.positions());
            }

            private long last() {
                return seen.isEmpty() ? start : seen.get(seen.size() - 1);
            }

            /** Nothing up to the resume point may be missing already then. */
            private void checkThat(String resumed) {
                long point = Long.parseLong(resumed.substring(resumed.indexOf('-') + 1));
                assertThat(seen).as(name).isEqualTo(due(point));
            }

            void check() {
                note();
                assertThat(seen).as(name).isEqualTo(due(feed.headPosition()));
                assertThat(sink.names()).as(name).containsOnlyOnce("stream.live");
            }

            private List<Long> due(long upTo) {
                return feed.all().stream()
                        .filter(change -> change.position() > start && change.position() <= upTo)
                        .filter(this::concerns)
                        .map(LoggedChange::position)
                        .toList();
            }

            private boolean concerns(LoggedChange change) {
                boolean byCard = scope.everything() || scope.cardIds().contains(change.cardId());
                boolean byHolder = scope.cardholderIds().contains(change.cardholderId());
                return byCard ? change.statusChanged() : byHolder && (change.statusChanged() || change.holderNamed());
            }
        }
    }
}
