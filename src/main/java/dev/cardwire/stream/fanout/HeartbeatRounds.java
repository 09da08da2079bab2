// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** All streams of a loop, spread over the seconds of the quiet interval, so that no second has to serve them all. */
final class HeartbeatRounds {

    private final List<Set<Subscription>> seconds = new ArrayList<>();
    private int now;
    private int newest;

    HeartbeatRounds(int interval) {
        for (int i = 0; i < interval; i++) {
            seconds.add(new LinkedHashSet<>());
        }
    }

    /** A stream's first turn comes within the interval; they are dealt out in turn. */
    void add(Subscription stream) {
        newest = (newest + 1) % seconds.size();
        seconds.get(newest).add(stream);
    }

    void remove(Subscription stream) {
        for (Set<Subscription> second : seconds) {
            if (second.remove(stream)) {
                return;
            }
        }
    }

    /** Those whose turn it is; each stream has its turn once in an interval. */
    Collection<Subscription> next() {
        now = (now + 1) % seconds.size();
        return seconds.get(now);
    }

    void forEach(Consumer<Subscription> action) {
        seconds.forEach(second -> second.forEach(action));
    }
}
