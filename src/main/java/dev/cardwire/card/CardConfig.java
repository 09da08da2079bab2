package dev.cardwire.card;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the history of cards is kept, and how long the store is waited for. Cards themselves are never removed. */
@ConfigMapping(prefix = "cardwire.card")
interface CardConfig {

    /** The change log: longer takes room, shorter cuts timelines and turns more late reconnects into gaps; 7 days at least. */
    @WithDefault("400d")
    Duration changesKept();

    /**
     * For one piece of work in the store with all its repetitions: longer holds callers on a PostgreSQL that is gone, shorter
     * gives up before a vanished replica lets go, which takes 8 s.
     */
    @WithDefault("10s")
    Duration storeWithin();
}
