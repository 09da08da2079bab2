// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Digests of deliveries that were none, kept for as long as events are. */
@Singleton
class OddityRetention extends RowRetention {

    private static final String REMOVE = """
            delete from webhook_oddity where oddity_id in (
                select oddity_id from webhook_oddity where received_at < $1 order by received_at limit $2)""";

    OddityRetention(Pool pool, WebhookConfig config, InstantSource clock) {
        super(pool, "webhook_oddity", REMOVE, new RetentionPeriod(config.kept()), clock);
    }
}
