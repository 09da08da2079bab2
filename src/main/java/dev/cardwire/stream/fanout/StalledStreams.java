// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Streams whose bytes do not move: they wait in this process, or the client accepts no more for now. In the second case the
 * kernel may still take bytes, and a heartbeat that it takes is no sign of life. What a client takes shows in what the
 * kernel holds for it, which then grows by less than was written. Used on one event loop only.
 */
final class StalledStreams {

    /** When nothing moved for the first time, and how much was held and had been written then. */
    private record Standstill(Instant since, long held, long written) {}

    private final InstantSource time;
    private final Duration patience;
    private final Set<Subscription> unsent = new HashSet<>();
    private final Map<Subscription, Standstill> still = new HashMap<>();

    StalledStreams(InstantSource time, Duration patience) {
        this.time = time;
        this.patience = patience;
    }

    /** Some bytes of the stream have not left this process yet. */
    void watch(Subscription stream) {
        unsent.add(stream);
    }

    void forget(Subscription stream) {
        unsent.remove(stream);
        still.remove(stream);
    }

    /** Those of whose bytes in this process none has left for too long. */
    List<Subscription> unsentForTooLong() {
        long longAgo = time.millis() - patience.toMillis();
        unsent.removeIf(stream -> !stream.out().unsent());
        return unsent.stream()
                .filter(stream -> stream.out().stuckSince(longAgo))
                .toList();
    }

    /**
     * Whether the client has taken nothing for too long; to be asked with every reading.
     *
     * @param held what the kernel holds for clients that accept no more now
     */
    boolean isStuck(Subscription stream, Map<Peer, Long> held) {
        StreamOutput out = stream.out();
        Peer client = held.isEmpty() ? null : out.peer();
        Long holds = client == null ? null : held.get(client);
        // bytes that wait in this process have a time limit of their own
        if (holds == null || out.written() < 0 || out.unsent()) {
            still.remove(stream);
            return false;
        }
        Standstill first = still.get(stream);
        if (first == null || holds - first.held() < out.written() - first.written()) {
            still.put(stream, new Standstill(time.instant(), holds, out.written()));
            return false;
        }
        return !first.since().plus(patience).isAfter(time.instant());
    }
}
