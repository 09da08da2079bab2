// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.Map;
import java.util.TreeMap;

/** What happened to all watchers; written by their loop's thread. */
final class Tally {

    long delivered;
    int broken;
    int draining;
    int gaps;
    int wrongSnapshots;
    int unknown;

    private final Map<Integer, Integer> refusals = new TreeMap<>();
    private int opened;
    private long second;
    private int inSecond;
    private int mostInSecond;

    void opened() {
        opened++;
        long now = System.nanoTime() / 1_000_000_000;
        inSecond = now == second ? inSecond + 1 : 1;
        second = now;
        mostInSecond = Math.max(mostInSecond, inSecond);
    }

    /** The first opening of all streams is not one of the reconnects. */
    void forgetOpened() {
        opened = 0;
        mostInSecond = 0;
    }

    void refused(int code) {
        refusals.merge(code, 1, Integer::sum);
    }

    @Override
    public String toString() {
        return "delivered=%d reconnects=%d (of which broke off=%d, most in one second=%d) draining=%d refused=%s gaps=%d wrong snapshots=%d unknown=%d"
                .formatted(delivered, opened, broken, mostInSecond, draining, refusals, gaps, wrongSnapshots, unknown);
    }
}
