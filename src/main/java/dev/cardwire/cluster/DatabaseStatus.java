// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.status.PartReport;
import dev.cardwire.status.StatusSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether PostgreSQL takes writes: a standby and a full disk answer every question, and accept nothing. */
@ApplicationScoped
class DatabaseStatus implements StatusSource {

    /** Changes nothing, and is a write all the same. */
    private static final String WRITE = "update log_identity set only_row = only_row";

    private final Pool pool;

    DatabaseStatus(Pool pool) {
        this.pool = pool;
    }

    @Override
    public String part() {
        return "postgresql";
    }

    @Override
    public Uni<PartReport> report() {
        return pool.query(WRITE)
                .execute()
                .map(written -> PartReport.ok("takes writes"))
                .onFailure(PgException.class)
                .recoverWithItem(failure -> refused((PgException) failure));
    }

    /** Read-only (25006) and a missing privilege (42501) leave reads as they are; anything else may not. */
    private static PartReport refused(PgException failure) {
        String state = failure.getSqlState();
        return "25006".equals(state) || "42501".equals(state)
                ? PartReport.degraded("answers reads and refuses writes (SQLSTATE " + state + ")")
                : PartReport.down("refuses writes (SQLSTATE " + state + ")");
    }
}
