// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How writes at UQPAY are carried out. */
@ConfigMapping(prefix = "cardwire.issuing")
public interface IssuingConfig {

    /** AES key of 32 bytes in Base64: request bytes wait under it for a recovery, and are erased when that is over. */
    Optional<String> requestKey();

    /** Keys that only open what was sealed before the key was changed; one that is taken away too early leaves operations in doubt. */
    Optional<List<String>> previousRequestKeys();

    /** After this a request may no longer be sent for the first time; longer keeps callers of a dead replica waiting. */
    @WithDefault("15s")
    Duration deadline();

    /** For the reads that the rules need; with {@link #answerWithin} it must stay well under the 20 s of {@code docs/api.md} 2.1. */
    @WithDefault("5s")
    Duration checkWithin();

    /** After this the caller of a sent write gets the answer that the outcome is not known yet; the write itself goes on. */
    @WithDefault("12s")
    Duration answerWithin();

    /** UQPAY's answer is waited for that long after an event has ended the write: shorter answers callers with less. */
    @WithDefault("1s")
    Duration answerAfterEnd();

    /** How often a waiting call checks whether another replica has ended it: shorter costs a query for each call that waits. */
    @WithDefault("1s")
    Duration endCheckEvery();

    /** A card with an order younger than this takes no other change; longer blocks a card whose last event was lost. */
    @WithDefault("10m")
    Duration orderPatience();

    /** True lets callers recharge SHARE cards, as UQPAY's newest reference has it; accounts for which UQPAY does not are refused by it. */
    @WithDefault("false")
    boolean shareRecharge();

    /** Operations that have ended, and their keys: longer takes room, shorter cuts timelines and forgets keys; 31 days at least. */
    @WithDefault("400d")
    Duration operationsKept();

    /** How often operations in doubt are counted: longer hears of an UNRESOLVED one later, shorter costs each replica a query. */
    @WithDefault("15s")
    Duration countEvery();

    /** Before recovery checks a write whose answer is missing; the first of its pauses. */
    @WithName("recovery.pause")
    @WithDefault("2s")
    Duration recoveryPause();

    /** UQPAY forgets keys after 24 hours; a write whose first byte is older than this is only searched for, not repeated. */
    @WithName("recovery.repeat-for")
    @WithDefault("20h")
    Duration repeatFor();
}
