// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;

/** Events without an effect: parked ones wait for their card, failed ones for an operator. */
@ApplicationScoped
class WaitingEventsStatus implements StatusSource {

    /** Counted to a bound: beyond it the exact number helps nobody. */
    private static final String WAITING = """
            select (select count(*) from (select from webhook_event where outcome = 'parked' limit 1001) p) as parked,
                   (select count(*) from (select from webhook_event where outcome = 'failed' limit 1001) f) as failed,
                   (select received_at from webhook_event where outcome = 'failed' order by received_at limit 1) as oldest
            """;

    private static final long MOST = 1_000;

    private final Pool pool;

    WaitingEventsStatus(Pool pool) {
        this.pool = pool;
    }

    @Override
    public String part() {
        return "webhook_events";
    }

    @Override
    public Uni<PartReport> report() {
        return pool.query(WAITING).execute().map(rows -> report(rows.iterator().next()));
    }

    private static PartReport report(Row row) {
        long failed = row.getLong("failed");
        String detail = number(row.getLong("parked")) + " parked, " + number(failed) + " failed";
        OffsetDateTime oldest = row.getOffsetDateTime("oldest");
        return failed == 0 || oldest == null
                ? PartReport.ok(detail)
                : PartReport.degraded(detail).since(oldest.toInstant());
    }

    private static String number(long counted) {
        return counted > MOST ? "more than " + MOST : Long.toString(counted);
    }
}
