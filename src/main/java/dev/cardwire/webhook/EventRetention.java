// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.start.StartOrder;
import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** The inbox's oldest rows, whatever became of them: an event that waited this long for its card waits in vain. */
@Startup(StartOrder.STORE) // so that a time that is too short stops the start
@Singleton
class EventRetention extends RowRetention {

    /** A repeat must be known as one for at least this long. */
    private static final Duration LEAST = Duration.ofDays(31);

    private static final String REMOVE = """
            delete from webhook_event where event_id in (
                select event_id from webhook_event where received_at < $1 order by received_at limit $2)""";

    EventRetention(Pool pool, WebhookConfig config, InstantSource clock) {
        super(
                pool,
                "webhook_event",
                REMOVE,
                RetentionPeriod.atLeast(LEAST, "cardwire.webhook.kept", config.kept()),
                clock);
    }
}
