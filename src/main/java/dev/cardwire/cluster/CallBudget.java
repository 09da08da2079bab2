// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/**
 * The calls per clock minute that all replicas together may make upstream ({@code uqpay/api.md} 7). While Redis is gone
 * each replica keeps to its own share. Never fails.
 */
public interface CallBudget {

    /** Takes one call out of this minute; false when the minute has none left for this purpose. */
    Uni<Boolean> take(CallPurpose purpose);

    /** How many calls of this minute nobody has taken yet, whatever they are kept for. */
    Uni<Integer> left();

    /** How long until the minute turns and there are calls again. */
    Duration untilNextMinute();
}
