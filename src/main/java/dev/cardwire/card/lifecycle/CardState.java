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
 */
public record CardState(
        @Nullable CardStatus status,
        @Nullable EventTime asOf,
        @Nullable EventTime readAt,
        long signalsSeen) {

    static final CardState NOT_KNOWN = new CardState(null, null, null, 0);
}
