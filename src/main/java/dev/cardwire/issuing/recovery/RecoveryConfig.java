// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What becomes of operations whose outcome is not known. */
@ConfigMapping(prefix = "cardwire.issuing.recovery")
interface RecoveryConfig {

    /** How often it looks; shorter finds a dead replica's work sooner and costs a query each time. */
    @WithDefault("2s")
    Duration every();

    /** UQPAY forgets keys after 24 hours, and a repeat after that would be a second card. */
    @WithDefault("20h")
    Duration repeatFor();

    /** For how long a look that cannot be made to its end is made again; longer keeps the operation from its operator. */
    @WithDefault("7d")
    Duration lookFor();

    /** How long one look has an operation to itself: less than a call with all its tries lets two look at once. */
    @WithDefault("20s")
    Duration hold();

    /** Operations looked at in one pass; more holds the lease longer. */
    @WithDefault("20")
    int batch();

    /** Pause before the next attempt on the same operation, doubled each time up to an hour. */
    @WithDefault("2s")
    Duration pause();
}
