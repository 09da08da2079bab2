// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Streams that are open and quiet, for as long as this process lives. */
public final class Idle {

    private Idle() {}

    public static void main(String[] args) throws Exception {
        Options options = new Options(args);
        Target target = Target.of(options.text("url", "http://localhost:8080"));
        int streams = options.number("streams", 5_000);
        CountDownLatch answered = new CountDownLatch(streams);
        AtomicInteger gone = new AtomicInteger();
        Link.Owner owner = new Link.Owner() {
            @Override
            public void status(int code) {
                answered.countDown();
            }

            @Override
            public void event(SseReader block) {}

            @Override
            public void closed() {
                gone.incrementAndGet();
            }
        };
        boolean scoped = options.text("scoped", "yes").equals("yes");
        Loop loop = Loop.start("streams");
        for (int i = 0; i < streams; i++) {
            String scope = scoped ? "?card_id=" + Events.card(i) : "";
            loop.execute(() -> Link.open(loop, target, scope, "", owner));
            Thread.sleep(i % 20 == 0 ? 20 : 0);
        }
        answered.await();
        System.out.println("open " + streams);
        while (true) {
            Thread.sleep(1_000);
            if (gone.get() > 0) {
                System.out.println("lost " + gone.get());
                System.exit(1);
            }
        }
    }
}
