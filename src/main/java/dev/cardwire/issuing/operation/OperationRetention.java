// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.start.StartOrder;
import dev.cardwire.store.RetentionPeriod;
import dev.cardwire.store.RowRetention;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Operations that ended long ago, and with them their idempotency keys. One that has not ended is never forgotten, however old. */
@Startup(StartOrder.STORE) // so that a time that is too short stops the start
@Singleton
class OperationRetention extends RowRetention {

    /** A key is remembered at least this long ({@code docs/api.md} 2.1). */
    private static final Duration LEAST = Duration.ofDays(31);

    private static final String REMOVE = """
            delete from operation where operation_id in (
                select operation_id from operation
                where state in ('NOT_SENT', 'ACCEPTED', 'REFUSED') and ended_at < $1
                order by ended_at limit $2)""";

    OperationRetention(Pool pool, IssuingConfig config, InstantSource clock) {
        super(
                pool,
                "operation",
                REMOVE,
                RetentionPeriod.atLeast(LEAST, "cardwire.issuing.operations-kept", config.operationsKept()),
                clock);
    }
}
