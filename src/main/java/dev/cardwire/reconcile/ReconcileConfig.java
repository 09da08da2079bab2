// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How missed changes are found. */
@ConfigMapping(prefix = "cardwire.reconcile")
interface ReconcileConfig {

    Sweep sweep();

    Prune prune();

    /** How often unfinished imports are searched for; another replica goes on with one after twice this time. */
    @WithDefault("5s")
    Duration importsEvery();

    /** How long records of imports are kept: longer only takes space, after a shorter time operators no longer find them. */
    @WithDefault("90d")
    Duration importsKept();

    /** The sweep over unfinished cards and operations. */
    interface Sweep {

        /** How often; shorter finds a lost event sooner and costs a query each time. */
        @WithDefault("30s")
        Duration every();

        /** A card that is PENDING for longer than this has lost its event, or UQPAY is slow: it is read. */
        @WithDefault("1m")
        Duration pendingFor();

        /** Cards read in one pass; more takes more of the minute's calls at once. */
        @WithDefault("50")
        int batch();

        /** From the begin of one comparison of all cards to the next: longer finds lost events later, shorter costs list pages. */
        @WithDefault("20h")
        Duration compareEvery();

        /** Cards in a list page, 10 to 100 (UQPAY's limit): fewer cost more calls, more are repeated after a restart. */
        @WithDefault("100")
        int page();
    }

    /** How what was kept long enough is removed. */
    interface Prune {

        /** How often; shorter runs more often with nothing to remove, longer has more to remove at once. */
        @WithDefault("10m")
        Duration every();

        /** Rows in one statement: more make others wait longer, fewer need more statements. */
        @WithDefault("500")
        int step();

        /** After each step: longer spreads the work, shorter takes more of PostgreSQL while it goes on. */
        @WithDefault("100ms")
        Duration pause();
    }
}
