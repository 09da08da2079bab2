// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long PostgreSQL is waited for, and by how many. */
@ConfigMapping(prefix = "cardwire.store")
interface StoreConfig {

    /** Until a connection stands: longer holds callers on a host that is gone, shorter gives up on a busy one. */
    @WithDefault("3s")
    Duration connect();

    /**
     * A connection on which nothing moves for so long is closed; four fifths of it are granted to one that nobody needs.
     * Longer stays stuck for longer when the host vanishes without a word, shorter makes connections anew after each quiet
     * moment. Statements may take 5 s, so below 7 s their connections would be closed under them.
     */
    @WithDefault("25s")
    Duration silence();

    /**
     * The longest life of a connection: longer stays with a server that the address no longer leads to, shorter makes
     * connections anew more often, with their logins and prepared statements.
     */
    @WithDefault("15m")
    Duration life();

    /** Transactions that may wait for a connection: more get one only after their callers are gone, fewer are refused in a burst. */
    @WithDefault("2000")
    int waiting();
}
