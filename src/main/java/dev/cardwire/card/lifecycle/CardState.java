// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.lifecycle;

import org.jspecify.annotations.Nullable;

/**
 * What the lifecycle knows of a card.
 *
 * @param status null for a card that is not known
 * @param asOf UQPAY's time of the newest dated signal
 * @param readAt when the newest applied read was sent, on UQPAY's clock
 * @param signalsSeen how many signals with a status came
 * @param misses how many reads that count UQPAY answered with "no such card" since it last showed the card
 * @param missedAt when the last of them was sent
 */
public record CardState(
        @Nullable CardStatus status,
        @Nullable EventTime asOf,
        @Nullable EventTime readAt,
        long signalsSeen,
        int misses,
        @Nullable EventTime missedAt) {

    static final CardState NOT_KNOWN = new CardState(null, null, null, 0, 0, null);

    /** What makes an answer out of chance is over soon: one that comes close to the last one counts with it. */
    private static final int MISSES_APART_SECONDS = 600;

    /** Whether "no such card" at this time counts beside those before. */
    public boolean isCountedMiss(EventTime at) {
        return missedAt == null || (at.compareTo(missedAt) > 0 && !at.isWithin(MISSES_APART_SECONDS - 1, missedAt));
    }
}
