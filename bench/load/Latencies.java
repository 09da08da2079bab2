// SPDX-License-Identifier: Apache-2.0
package load;

import java.util.Arrays;

/** Times in nanoseconds, kept one by one, so that no percentile is a guess. One thread at a time writes. */
final class Latencies {

    private long[] all = new long[1 << 16];
    private int count;

    void add(long nanos) {
        if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
        }
        all[count++] = nanos;
    }

    int count() {
        return count;
    }

    /** In milliseconds. */
    String summary() {
        long[] sorted = Arrays.copyOf(all, count);
        Arrays.sort(sorted);
        return "n=%d p50=%.1f p90=%.1f p99=%.1f p99.9=%.1f max=%.1f ms"
                .formatted(count, at(sorted, 0.5), at(sorted, 0.9), at(sorted, 0.99), at(sorted, 0.999), at(sorted, 1));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))] / 1e6;
    }
}
