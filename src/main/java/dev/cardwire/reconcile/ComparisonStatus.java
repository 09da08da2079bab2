// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;

/** When all cards were last compared with UQPAY. */
@ApplicationScoped
class ComparisonStatus implements StatusSource {

    private static final String LAST = """
            select page, unknown_cards, began_at, began_at < now() - make_interval(secs => $1) as late
            from card_comparison""";

    /** A comparison may take as long as the time between two. */
    private static final int PATIENCE = 2;

    private static final double MILLIS = 1_000.0;

    private final Pool pool;
    private final double lateAfter;

    ComparisonStatus(Pool pool, ReconcileConfig config) {
        this.pool = pool;
        this.lateAfter = config.sweep().compareEvery().multipliedBy(PATIENCE).toMillis() / MILLIS;
    }

    @Override
    public String part() {
        return "comparison";
    }

    @Override
    public Uni<PartReport> report() {
        return pool.preparedQuery(LAST)
                .execute(Tuple.of(lateAfter))
                .map(rows -> report(rows.iterator().next()));
    }

    private static PartReport report(Row row) {
        OffsetDateTime began = row.getOffsetDateTime("began_at");
        if (began == null) {
            return PartReport.ok("no comparison has begun yet");
        }
        int page = row.getInteger("page");
        String detail = (page > 0 ? "at page " + page + " of the one begun at " : "done; the last one began at ")
                + began.toInstant() + "; " + row.getLong("unknown_cards") + " cards at UQPAY are not known here";
        return row.getBoolean("late") ? PartReport.degraded(detail).since(began.toInstant()) : PartReport.ok(detail);
    }
}
