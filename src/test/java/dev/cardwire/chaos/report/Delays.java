// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.report;

import dev.cardwire.chaos.verdict.Evidence;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** From a change's commit to the socket of a stream, in milliseconds. */
final class Delays {

    private Delays() {}

    /** Of changes that were committed after their connection was live. */
    static long connected(Evidence evidence) {
        Map<Long, Long> committed = committed(evidence);
        return evidence.streams().stream()
                .flatMapToLong(stream -> ofConnections(stream, committed))
                .max()
                .orElse(0);
    }

    /** Of streams that never sleep, with the time that they were without a gateway. */
    static long withReconnect(Evidence evidence) {
        Map<Long, Long> committed = committed(evidence);
        return evidence.streams().stream()
                .filter(stream -> stream.name().startsWith("key "))
                .flatMap(stream -> stream.heard().stream())
                .filter(heard -> heard.type().equals("card.status"))
                .mapToLong(heard -> delay(heard, committed))
                .max()
                .orElse(0);
    }

    private static LongStream ofConnections(Evidence.Stream stream, Map<Long, Long> committed) {
        LongStream.Builder delays = LongStream.builder();
        Map<Integer, Long> live = new HashMap<>();
        for (Evidence.Heard heard : stream.heard()) {
            if (heard.type().equals("stream.live")) {
                live.put(heard.connection(), heard.at());
            } else if (heard.type().equals("card.status")
                    && live.getOrDefault(heard.connection(), Long.MAX_VALUE)
                            <= committed.getOrDefault(heard.position(), 0L)) {
                delays.add(delay(heard, committed));
            }
        }
        return delays.build();
    }

    private static long delay(Evidence.Heard heard, Map<Long, Long> committed) {
        return heard.at() - committed.getOrDefault(heard.position(), heard.at());
    }

    private static Map<Long, Long> committed(Evidence evidence) {
        Map<Long, Long> committed = new HashMap<>();
        evidence.log().forEach(change -> committed.put(change.position(), change.committed()));
        return committed;
    }
}
