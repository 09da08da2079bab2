// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.start.StartOrder;
import dev.cardwire.store.SqlStates;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Checks once that the connections have the time limits that they were opened with. A pooler in between may refuse them,
 * or drop them without a word: a replica that vanishes would then hold its locks until TCP gives up.
 */
@Singleton
class SessionSettings {

    private static final Logger LOG = Logger.getLogger(SessionSettings.class);

    static final String MISSING = """
            select string_agg(name, ', ' order by name) as names from pg_settings
            where name in ('idle_in_transaction_session_timeout', 'lock_timeout', 'statement_timeout')
                and setting = '0'""";

    /** A start-up parameter that is not known, as PgBouncer says it. */
    private static final String REFUSED_PARAMETER = "08P01";

    private final Pool pool;

    SessionSettings(Pool pool) {
        this.pool = pool;
    }

    void start(@Observes @Priority(StartOrder.STORE) StartupEvent started) {
        check().subscribe().with(this::report, this::failed);
    }

    /** The limits that the connections do not have; null when they have all. */
    Uni<@Nullable String> check() {
        return pool.query(MISSING).execute().map(rows -> rows.iterator().next().getString("names"));
    }

    private void report(@Nullable String missing) {
        if (missing != null) {
            LOG.warnf(
                    "connections to PostgreSQL have no %s, although they ask for it: a pooler such as PgBouncer drops"
                            + " start-up parameters. Set them for the role, see docs/install.md",
                    missing);
        }
    }

    private void failed(Throwable failure) {
        if (REFUSED_PARAMETER.equals(SqlStates.of(failure))) {
            LOG.error("Cardwire does not start: PostgreSQL, or a pooler such as PgBouncer in front of it, refuses a"
                    + " startup parameter of the connections, such as idle_in_transaction_session_timeout;"
                    + " see docs/install.md.");
            Quarkus.asyncExit(1);
        }
    }
}
