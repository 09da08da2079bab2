// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the store is waited for. */
@ConfigMapping(prefix = "cardwire.card")
interface TransactionConfig {

    /**
     * For one piece of work in the store with all its repetitions: longer holds callers on a PostgreSQL that is gone, shorter
     * gives up before a vanished replica lets go, which takes 8 s.
     */
    @WithDefault("10s")
    Duration storeWithin();
}
