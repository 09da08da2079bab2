// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How UQPAY's events are received. */
@ConfigMapping(prefix = "cardwire.webhook")
interface WebhookConfig {

    /** The active signing secrets; two while one is rotated. Without any, every event is answered 503. */
    Optional<List<String>> secrets();

    /** Files with one more secret in each line, read again while the application runs: a rotation without a restart. */
    Optional<List<Path>> secretFiles();

    /** Longer keeps a revoked secret valid, and a new one invalid, for longer; shorter only reads more. */
    @WithDefault("5s")
    Duration secretReread();

    /** Events and oddities: longer takes room, shorter cuts timelines and takes an old event for a new one; 31 days at least. */
    @WithDefault("400d")
    Duration kept();

    Window window();

    Batch batch();

    Watch watch();

    /** How far an event's timestamp may be from our clock. */
    interface Window {

        /** UQPAY's last retry comes 8 minutes after the first try, perhaps with the first timestamp: shorter loses it. */
        @WithDefault("15m")
        Duration back();

        /** For clocks that go ahead; longer gains nothing. */
        @WithDefault("5m")
        Duration ahead();
    }

    /** The unit of work: what arrived while the last commits ran. */
    interface Batch {

        /** More in a batch is a longer transaction that holds more cards; fewer is more commits. */
        @WithDefault("256")
        int size();

        /** Transactions at once; more than two only wait for the log's head. */
        @WithDefault("2")
        int inFlight();

        /** After this the senders of a batch are asked to deliver again; shorter gives up before a vanished replica lets go. */
        @WithDefault("15s")
        Duration deadline();

        /** Events that may wait; a longer queue answers later than UQPAY waits, a shorter one refuses bursts. */
        @WithDefault("4096")
        int queue();
    }

    /** How a time in which no event could come in is noticed. */
    interface Watch {

        /** How often a replica notes that it is well: longer measures outages less exactly, shorter costs a write. */
        @WithDefault("15s")
        Duration every();

        /** After so long without a well replica all cards are compared: UQPAY gives up on an event after about 8 minutes. */
        @WithDefault("5m")
        Duration outage();
    }
}
