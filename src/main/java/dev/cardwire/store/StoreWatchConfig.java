// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How a replica notices that PostgreSQL does not answer or takes no writes. */
@ConfigMapping(prefix = "cardwire.store.watch")
interface StoreWatchConfig {

    /** Between two checks: longer keeps a replica in service that cannot write, shorter costs more queries. */
    @WithDefault("3s")
    Duration every();

    /** For an answer: longer notices a silent server later, shorter takes a slow one for a silent one. Two failures count. */
    @WithDefault("2s")
    Duration within();
}
