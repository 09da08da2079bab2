// SPDX-License-Identifier: Apache-2.0
package load;

/**
 * From the moment a webhook was due to be posted to the moment its change is read from a browser's socket. With {@code
 * --slow} the same is measured twice, the second time beside clients that read one byte a second.
 */
public final class Latency {

    private final Options options;
    private final Target target;
    private final Cards cards;
    private final int ofOneCard;
    private final Stopwatch narrow = new Stopwatch();
    private final Stopwatch wide = new Stopwatch();

    private Latency(Options options) {
        this.options = options;
        this.target = Target.of(options.text("url", "http://localhost:8080"));
        this.ofOneCard = options.number("one-card", 1_000);
        this.cards = new Cards(ofOneCard, 10);
    }

    public static void main(String[] args) throws Exception {
        new Latency(new Options(args)).run();
        System.exit(0);
    }

    private void run() throws Exception {
        cards.create(target.address());
        open();
        int seconds = options.number("seconds", 60);
        phase("warm-up", options.number("warm-up", 20));
        phase("measured", seconds);
        int slow = options.number("slow", 0);
        if (slow > 0) {
            Loop loop = Loop.start("slow");
            loop.execute(() -> {
                for (int i = 0; i < slow; i++) {
                    new Sipper(loop, target).open();
                }
            });
            phase("beside " + slow + " slow clients", options.number("slow-seconds", seconds));
            System.out.println("slow clients were sent away and came back: " + Sipper.reopened() + " times");
        }
    }

    private void open() throws Exception {
        Loop loop = Loop.start("streams");
        int everything = options.number("everything", 10);
        for (int i = 0; i < ofOneCard; i++) {
            String scope = "?card_id=" + Events.card(i);
            loop.execute(() -> Link.open(loop, target, scope, "", narrow));
            Thread.sleep(i % 20 == 0 ? 20 : 0);
        }
        for (int i = 0; i < everything; i++) {
            loop.execute(() -> Link.open(loop, target, "", "", wide));
        }
        while (narrow.live() < ofOneCard || wide.live() < everything) {
            Thread.sleep(100);
        }
    }

    private void phase(String name, int seconds) throws InterruptedException {
        int rate = options.number("rate", 500);
        narrow.next();
        wide.next();
        System.out.println("phase: " + name);
        Source source = new Source(target.address(), 64, cards::change);
        source.run((long) rate * seconds, rate);
        Thread.sleep(1_000);
        Stopwatch.Phase one = narrow.next();
        Stopwatch.Phase all = wide.next();
        System.out.println("  streams of one card:    " + one.latencies.summary() + " closed=" + one.lost);
        System.out.println("  streams of everything:  " + all.latencies.summary() + " closed=" + all.lost);
        System.out.println("  webhook answered:       " + source.answers().summary() + " again=" + source.repeated());
    }
}
