// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** What replicas share, and how long they wait for it. */
@ConfigMapping(prefix = "cardwire.cluster")
interface ClusterConfig {

    /** How often the database is asked whether it is still the same: longer leaves positions of a lost time line valid for longer, shorter costs a query. */
    @WithDefault("5s")
    Duration identityCheck();

    RedisConfig redis();

    BellConfig bell();

    MarkConfig marks();

    BudgetConfig budget();

    interface RedisConfig {

        /** How long a call may take: higher slows every caller while Redis is silent, lower gives up on a busy one. */
        @WithDefault("300ms")
        Duration timeout();

        /** Of this many calls … : higher needs more slow callers before Redis is left alone. */
        @WithDefault("10")
        int volume();

        /** … this part must fail: higher waits longer for a half-dead Redis. */
        @WithDefault("0.5")
        double failureRatio();

        /** How long Redis is then left alone: longer stays without it after it is back, shorter tries a dead one more often. */
        @WithDefault("1s")
        Duration pause();
    }

    interface BellConfig {

        /** How long one blocking read waits: longer notices a silent connection later, shorter asks more often for nothing; stays under 6 s, because connections on which nothing comes for 8 s are closed. */
        @WithDefault("5s")
        Duration block();

        /** How long the loop waits after a broken connection: longer leaves the tails to their own rhythm, shorter hammers a dead Redis. */
        @WithDefault("500ms")
        Duration retry();

        /** Rings kept: they only wake, so a few are enough; more only take memory. */
        @WithDefault("64")
        int kept();
    }

    interface MarkConfig {

        /** How long a mark lives: longer takes memory, shorter sends late repeats to PostgreSQL. UQPAY repeats for minutes. */
        @WithDefault("7d")
        Duration life();

        /** Look-ups in one round trip: more makes each slower, fewer makes more of them. */
        @WithDefault("256")
        int batch();

        /** Signs the marks; the same on all replicas. Another one makes all marks unknown, which only costs look-ups. */
        Optional<String> secret();
    }

    interface BudgetConfig {

        /** Calls a minute for all replicas: more earns 429 from UQPAY (300 in production), fewer wastes what it grants. */
        @WithDefault("300")
        int perMinute();

        /** By how many the budget is divided while Redis is gone, until PostgreSQL was asked how many replicas run: too few and they overdraw it together, too many and they starve. */
        @WithDefault("3")
        int replicas();

        /** Percent only issuing may use, with the reads that it needs: more slows everything else in a busy minute, less lets it slow issuing. */
        @WithDefault("30")
        int issuingPercent();

        /** Percent only recovery may use: less leaves callers longer in doubt. */
        @WithDefault("10")
        int recoveryPercent();

        /** Percent only single reads may use: less makes events that need a read wait. */
        @WithDefault("10")
        int readPercent();

        /** Percent only sweeps may use: less makes a sweep take longer than its day. */
        @WithDefault("10")
        int sweepPercent();
    }
}
