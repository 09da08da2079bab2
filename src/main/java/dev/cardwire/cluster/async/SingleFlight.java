// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One piece of work per key for all who want its result while it runs: a burst of callers is one call upstream. Each goes
 * on as himself, else the log would report one request under the ids of another.
 */
public final class SingleFlight<K, V> {

    private final Map<K, Uni<V>> running = new HashMap<>();

    /** Joins the work under way for the key, or starts it. */
    public Uni<V> join(K key, Supplier<Uni<V>> work) {
        return CallerContext.keep(Uni.createFrom().deferred(() -> {
            synchronized (running) {
                return running.computeIfAbsent(key, absent -> started(key, work));
            }
        }));
    }

    private Uni<V> started(K key, Supplier<Uni<V>> work) {
        return Uni.createFrom()
                .deferred(() -> work.get())
                .onTermination()
                .invoke(() -> ended(key))
                .memoize()
                .indefinitely();
    }

    private void ended(K key) {
        synchronized (running) {
            running.remove(key);
        }
    }
}
