// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.time.BackOff;
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
     * Sixteen times the first pause, after an answer that did not come: UQPAY may be back at any time, and then much has to
     * be looked up. Less would let a few things that UQPAY can never show fill every pass.
     */
    private static final int MOST_DOUBLINGS_UNANSWERED = 4;

    private final BackOff backOff;
    private final InstantSource clock;
    private final Map<Object, Pause> pauses = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Pause> eldest) {
            return size() > REMEMBERED;
        }
    };

    private record Pause(int doublings, Instant until) {}

    RetryPauses(Duration first, InstantSource clock) {
        this.backOff = new BackOff(first, LONGEST);
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

    /** UQPAY did not answer: that is no reason to wait for long. */
    synchronized void unanswered(Object what) {
        pauses.computeIfPresent(
                what,
                (same, pause) ->
                        pause.doublings() > MOST_DOUBLINGS_UNANSWERED ? pause(MOST_DOUBLINGS_UNANSWERED) : pause);
    }

    private Pause next(@Nullable Pause before) {
        return pause(before == null ? 0 : before.doublings() + 1);
    }

    private Pause pause(int doublings) {
        return new Pause(doublings, clock.instant().plus(backOff.after(doublings)));
    }
}
