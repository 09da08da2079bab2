// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was looked up in vain is looked up again after a pause that doubles each time, so that a card that stays PENDING
 * for a week does not cost a call in every pass. Kept in memory: another replica only begins anew.
 */
final class RetryPauses {

    private static final int REMEMBERED = 10_000;
    private static final Duration LONGEST = Duration.ofHours(6);
    /**
     * Pauses of the first length, after an answer that did not come: UQPAY may be back at any time, and then much has to be
     * looked up. Less would let a few things that UQPAY can never show fill every pass.
     */
    private static final int LONGEST_UNANSWERED = 16;

    private final Duration first;
    private final InstantSource clock;
    private final Map<Object, Pause> pauses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Pause> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Pause(Duration length, Instant until) {}

    RetryPauses(Duration first, InstantSource clock) {
        this.first = first;
        this.clock = clock;
    }

    /** Whether it is time to look this up; if so, the next pause begins. */
    synchronized boolean isOver(Object what) {
        Pause pause = pauses.remove(what);
        boolean over = pause == null || !clock.instant().isBefore(pause.until());
        pauses.put(what, over ? next(pause) : pause);
        return over;
    }

    /** What was looked up with success: the next need begins anew. */
    synchronized void forget(Object what) {
        pauses.remove(what);
    }

    /** Whoever was asked did not say: that is no reason to wait for long. */
    synchronized void unanswered(Object what) {
        Duration longest = first.multipliedBy(LONGEST_UNANSWERED);
        pauses.computeIfPresent(
                what,
                (same, pause) -> pause.length().compareTo(longest) > 0
                        ? new Pause(longest, clock.instant().plus(longest))
                        : pause);
    }

    private Pause next(@Nullable Pause before) {
        Duration doubled = before == null ? first : before.length().multipliedBy(2);
        Duration length = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return new Pause(length, clock.instant().plus(length));
    }
}
