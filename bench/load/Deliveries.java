// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How fast changes reach many streams of everything: all are posted as fast as they are taken, and the clock stops when the last
 * stream has the last of them. {@code --publish} names where plain messages are posted to instead, for servers that are not ours.
 */
public final class Deliveries {

    private final Options options;
    private final Target target;
    private final int streams;
    private final int changes;
    private final CountDownLatch live;
    private final CountDownLatch served;

    private Deliveries(Options options) {
        this.options = options;
        this.target = Target.of(options.text("url", "http://localhost:8080"));
        this.streams = options.number("streams", 1_000);
        this.changes = options.number("changes", 2_000);
        this.live = new CountDownLatch(streams);
        this.served = new CountDownLatch(streams);
    }

    public static void main(String[] args) throws Exception {
        System.exit(new Deliveries(new Options(args)).run() ? 0 : 1);
    }

    private boolean run() throws Exception {
        String publish = options.text("publish", "");
        Cards cards = new Cards(100, 10);
        if (publish.isEmpty()) {
            cards.create(target.address());
        }
        open(publish.isEmpty());
        long start = System.nanoTime();
        Target sink = publish.isEmpty() ? target : Target.of(publish);
        Source source = new Source(
                sink.address(),
                options.number("posts-at-once", 32),
                due -> publish.isEmpty() ? cards.change(due) : Messages.plain(sink, due));
        source.run(changes, options.number("rate", 0));
        double posted = (System.nanoTime() - start) / 1e9;
        boolean complete = served.await(120, TimeUnit.SECONDS);
        double took = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%s %d changes to %d streams: posted in %.2f s, delivered in %.2f s = %.0f deliveries a second%n",
                complete ? "" : "INCOMPLETE", changes, streams, posted, took, (double) changes * streams / took);
        return complete;
    }

    private void open(boolean announced) throws Exception {
        Loop loop = Loop.start("streams");
        for (int i = 0; i < streams; i++) {
            loop.execute(() -> Link.open(loop, target, "", "", new Counter(announced)));
            Thread.sleep(i % 20 == 0 ? 20 : 0);
        }
        live.await();
        Thread.sleep(1_000);
    }

    private final class Counter implements Link.Owner {

        private final boolean announced;
        private int count;

        /** @param announced whether the server says when a stream is live */
        Counter(boolean announced) {
            this.announced = announced;
        }

        @Override
        public void status(int code) {
            if (!announced) {
                live.countDown();
            }
        }

        @Override
        public void event(SseReader block) {
            if (block.typeIs("stream.live")) {
                live.countDown();
            } else if (block.typeIs("card.snapshot")) {
                return;
            } else if (++count == changes) {
                served.countDown();
            }
        }

        @Override
        public void closed() {
            System.err.println("a stream was closed after " + count);
        }
    }
}
