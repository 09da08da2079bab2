package dev.cardwire.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How UQPAY's events are taken in. */
@ConfigMapping(prefix = "cardwire.webhook")
interface WebhookConfig {

    /** The active signing secrets; two while one is rotated. Without any, every event is answered 503. */
    Optional<List<String>> secrets();

    Window window();

    Batch batch();

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

        /** Events that may wait; a longer queue answers later than UQPAY waits, a shorter one refuses bursts. */
        @WithDefault("4096")
        int queue();
    }
}
