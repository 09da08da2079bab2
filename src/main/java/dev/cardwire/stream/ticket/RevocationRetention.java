// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream.ticket;

import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Revocations of tickets that have expired anyway. */
@Singleton
class RevocationRetention extends RowRetention {

    private static final String REMOVE = """
            delete from revoked_ticket where ticket_id in (
                select ticket_id from revoked_ticket where expires_at < $1 order by expires_at limit $2)""";

    RevocationRetention(Pool pool, InstantSource clock) {
        super(pool, "revoked_ticket", REMOVE, new RetentionPeriod(Duration.ZERO), clock);
    }
}
