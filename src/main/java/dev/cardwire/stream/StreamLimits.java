// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import dev.cardwire.stream.fanout.Admission;
import dev.cardwire.stream.fanout.StreamConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** How many streams there are, in all, of a caller and of a ticket. A place is taken before anything is spent on a stream. */
@Singleton
class StreamLimits {

    private static final Logger LOG = Logger.getLogger(StreamLimits.class);

    private final StreamConfig.Limits limits;
    private final int softLimit;
    private final int hardLimit;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final AtomicInteger all = new AtomicInteger();
    private final Map<String, Integer> byCaller = new ConcurrentHashMap<>();
    private final Map<UUID, Integer> byTicket = new ConcurrentHashMap<>();

    @Inject
    StreamLimits(StreamConfig config) {
        this(config, OpenFiles.most());
    }

    /** @param mostFiles how many files the process may open; each stream is one */
    StreamLimits(StreamConfig config, long mostFiles) {
        this.limits = config.limits();
        long room = OpenFiles.leftForStreams(mostFiles);
        long wanted = limits.streams();
        this.softLimit = (int) Math.min(wanted, Math.max(1, room * 100 / Math.max(100, limits.hardPercent())));
        this.hardLimit = (int)
                Math.min(Math.max(softLimit + 1L, softLimit * (long) limits.hardPercent() / 100), Integer.MAX_VALUE);
        if (softLimit < wanted) {
            LOG.warnf(
                    "This process may open %d files, so it takes %d streams instead of %d. Raise its limit (ulimit -n), or"
                            + " lower cardwire.stream.limits.streams.",
                    mostFiles, softLimit, wanted);
        }
    }

    /**
     * Takes a place. Only {@link Admission#WELCOME} takes one in all three counts, {@link Admission#ELSEWHERE} one in the first;
     * the others leave nothing behind.
     */
    Admission enter(String caller, @Nullable UUID ticket) {
        int number = all.incrementAndGet();
        if (number > hardLimit) {
            all.decrementAndGet();
            return Admission.OVERLOADED;
        }
        if (number > softLimit || stopping.get()) {
            return Admission.ELSEWHERE;
        }
        if (byCaller.merge(caller, 1, Integer::sum) > limits.perCaller()) {
            leave(caller, null);
            return Admission.CALLER_FULL;
        }
        if (ticket != null && byTicket.merge(ticket, 1, Integer::sum) > limits.perTicket()) {
            leave(caller, ticket);
            return Admission.TICKET_FULL;
        }
        return Admission.WELCOME;
    }

    /** Gives back the place of a stream that was welcome. */
    void leave(String caller, @Nullable UUID ticket) {
        all.decrementAndGet();
        less(byCaller, caller);
        if (ticket != null) {
            less(byTicket, ticket);
        }
    }

    /** Gives back the place of a client that was sent elsewhere. */
    void leaveElsewhere() {
        all.decrementAndGet();
    }

    /** From now on nobody is welcome; false when that was so already. */
    boolean closeDoors() {
        return stopping.compareAndSet(false, true);
    }

    boolean isStopping() {
        return stopping.get();
    }

    /** Streams that were welcome and have not left. */
    int open() {
        return byCaller.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The tickets that have a stream open, whose revocation matters at once. */
    Set<UUID> openTickets() {
        return Set.copyOf(byTicket.keySet());
    }

    private static <K> void less(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }
}
