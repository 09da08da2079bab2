// SPDX-License-Identifier: Apache-2.0
package load;

/** A stream that measures how long a change was on its way; its sender put the time into the event's id. */
final class Stopwatch implements Link.Owner {

    /** What a phase of a run has measured; swapped between phases. */
    static final class Phase {

        final Latencies latencies = new Latencies();
        int lost;
    }

    private volatile Phase phase = new Phase();
    private volatile long from = Long.MAX_VALUE;
    private int live;

    /** Whatever is sent from now on counts; what was measured before is handed out. */
    Phase next() {
        Phase done = phase;
        phase = new Phase();
        from = System.nanoTime();
        return done;
    }

    int live() {
        return live;
    }

    @Override
    public void status(int code) {
        if (code != 200) {
            throw new IllegalStateException("a stream was answered with " + code);
        }
    }

    @Override
    public void event(SseReader block) {
        if (block.typeIs("card.status")) {
            long sent = block.stamp();
            if (sent >= from) {
                phase.latencies.add(System.nanoTime() - sent);
            }
        } else if (block.typeIs("stream.live")) {
            live++;
        }
    }

    @Override
    public void closed() {
        phase.lost++;
    }
}
