// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.concurrent.atomic.AtomicInteger;

/** A client of everything that reads one byte a second, and comes back when it is sent away. */
final class Sipper implements Link.Owner {

    private static final AtomicInteger REOPENED = new AtomicInteger(0);

    private final Loop loop;
    private final Target target;

    Sipper(Loop loop, Target target) {
        this.loop = loop;
        this.target = target;
    }

    static int reopened() {
        return REOPENED.get();
    }

    void open() {
        Link.open(loop, target.address(), target.stream("", ""), this, true);
    }

    @Override
    public void status(int code) {
        // it hardly gets that far
    }

    @Override
    public void event(SseReader block) {
        // nor that
    }

    @Override
    public void closed() {
        REOPENED.incrementAndGet();
        loop.after(1_000, this::open);
    }
}
