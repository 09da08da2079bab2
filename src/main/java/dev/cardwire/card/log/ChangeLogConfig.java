// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the history of cards is kept. Cards themselves are never removed. */
@ConfigMapping(prefix = "cardwire.card")
interface ChangeLogConfig {

    /** The change log: longer takes room, shorter cuts timelines and turns more late reconnects into gaps; 7 days at least. */
    @WithDefault("400d")
    Duration changesKept();
}
