package dev.cardwire.issuing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How writes at UQPAY are carried out. */
@ConfigMapping(prefix = "cardwire.issuing")
interface IssuingConfig {

    /** AES key of 32 bytes in Base64: request bytes wait under it for a recovery, and are erased when that is over. */
    Optional<String> requestKey();

    /** Keys that only open what was sealed before the key was changed; one that is taken away too early leaves operations in doubt. */
    Optional<List<String>> previousRequestKeys();

    /** After this a request may no longer be sent for the first time; longer keeps callers of a dead replica waiting. */
    @WithDefault("15s")
    Duration deadline();

    /** For the reads that the rules need; with {@link #answerWithin} it must stay well under the 20 s of the contract. */
    @WithDefault("5s")
    Duration checkWithin();

    /** After this the caller of a sent write is told that the outcome is not known yet; the write itself goes on. */
    @WithDefault("12s")
    Duration answerWithin();

    /** A card with an order younger than this takes no other change; longer blocks a card whose last event was lost. */
    @WithDefault("10m")
    Duration orderPatience();

    /** Operations that have ended, and their keys: longer takes room, shorter cuts timelines and forgets keys; 31 days at least. */
    @WithDefault("400d")
    Duration operationsKept();

    /** How often operations in doubt are counted: longer hears of an UNRESOLVED one later, shorter costs each replica a query. */
    @WithDefault("15s")
    Duration countEvery();

    Recovery recovery();

    Orders orders();

    /** What becomes of writes that UQPAY took on and never told the end of. */
    interface Orders {

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

    /** What becomes of operations whose outcome is not known. */
    interface Recovery {

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
}
