// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.fanout;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Streams whose right to watch ends some day, by that day. */
final class ViewerExpiries {

    private final TreeMap<Instant, Set<Subscription>> byEnd = new TreeMap<>();

    void add(Subscription stream) {
        Instant end = stream.viewer().until();
        if (end != null) {
            byEnd.computeIfAbsent(end, fresh -> new HashSet<>(2)).add(stream);
        }
    }

    void remove(Subscription stream) {
        Instant end = stream.viewer().until();
        if (end != null) {
            byEnd.computeIfPresent(end, (same, streams) -> {
                streams.remove(stream);
                return streams.isEmpty() ? null : streams;
            });
        }
    }

    List<Subscription> endedBy(Instant now) {
        List<Subscription> ended = new ArrayList<>();
        byEnd.headMap(now, true).values().forEach(ended::addAll);
        return ended;
    }
}
