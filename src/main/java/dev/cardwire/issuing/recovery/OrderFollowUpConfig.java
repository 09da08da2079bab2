// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What becomes of writes that UQPAY took on and never told the end of. */
@ConfigMapping(prefix = "cardwire.issuing.orders")
interface OrderFollowUpConfig {

    /** How often it looks; shorter ends what lost its event sooner, and costs a query each time. */
    @WithDefault("30s")
    Duration every();

    /** An order is not asked for before: shorter costs calls for orders whose event is only on its way. */
    @WithDefault("1m")
    Duration openFor();

    /** Orders asked for in one pass: more takes calls from the sweep. */
    @WithDefault("20")
    int batch();
}
