// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.start.StartOrder;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Asks the database who it is. The first time is at start, over JDBC, because nothing may be served under an unknown
 * id; after that every few seconds, because a failover is not announced and a reconnect is seen only by the pool.
 */
@Startup(StartOrder.STORE)
@Singleton
class PgLogIdentity implements LogIdentity {

    private static final Logger LOG = Logger.getLogger(PgLogIdentity.class);

    /**
     * Makes a new log id if the database is another one, and costs no write if it is not. The time line comes from the
     * name of the file that is being written now: the control file's own follows a promotion only with a checkpoint.
     * Both functions are open to every role, unless an administrator took that away or a managed server has none.
     */
    private static final String IDENTIFY = """
            with actual as (
                select system_identifier::text as system,
                       ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint as timeline
                from pg_control_system()),
            other as (
                select actual.* from actual
                where not exists (select from log_identity
                                  where system_identifier = actual.system and timeline_id = actual.timeline))
            insert into log_identity as known (log_id, system_identifier, timeline_id)
            select gen_random_uuid(), system, timeline from other
            on conflict (only_row) do update
               set log_id = excluded.log_id, system_identifier = excluded.system_identifier,
                   timeline_id = excluded.timeline_id
             where (known.system_identifier, known.timeline_id)
                   is distinct from (excluded.system_identifier, excluded.timeline_id)""";

    /** Where the database may not be asked: one log id for good, and a restore needs the documented new-log step. */
    private static final String ASSUME = """
            insert into log_identity (log_id, system_identifier, timeline_id)
            values (gen_random_uuid(), 'unknown', 0) on conflict do nothing""";

    private static final String READ = "select log_id from log_identity";

    /** A function may not be called, cannot be called as the server is set up, or does not exist in this kind of server. */
    private static final Set<String> REFUSALS = Set.of("42501", "55000", "0A000");

    private static final int SHORT = 8;

    private final Pool pool;
    private final ClusterConfig config;
    private final boolean mayAsk;
    private volatile String shortId;
    private @Nullable Cancellable checks;

    PgLogIdentity(AgroalDataSource atStart, Pool pool, ClusterConfig config) {
        this.pool = pool;
        this.config = config;
        try (Connection connection = atStart.getConnection();
                Statement statement = connection.createStatement()) {
            this.mayAsk = identified(statement);
            this.shortId = readId(statement);
        } catch (SQLException failed) {
            throw new IllegalStateException("the database does not say which one it is", failed);
        }
    }

    @Override
    public String shortId() {
        return shortId;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        checks = Multi.createFrom()
                .ticks()
                .every(config.identityCheck())
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> check().onFailure().recoverWithNull())
                .subscribe()
                .with(checked -> {});
    }

    @PreDestroy
    void stop() {
        if (checks != null) {
            checks.cancel();
        }
    }

    /** Checks once whether the database is still the same. */
    Uni<Void> check() {
        Uni<?> identified =
                mayAsk ? pool.query(IDENTIFY).execute() : Uni.createFrom().nullItem();
        return identified
                .chain(() -> pool.query(READ).execute())
                .invoke(rows -> adopt(shortOf(rows.iterator().next().getUUID("log_id"))))
                .replaceWithVoid();
    }

    private void adopt(String found) {
        if (!found.equals(shortId)) {
            LOG.warnf("the database is another one than before: log %s is over, log %s begins", shortId, found);
            shortId = found;
        }
    }

    private static boolean identified(Statement statement) throws SQLException {
        try {
            statement.executeUpdate(IDENTIFY);
            return true;
        } catch (SQLException failed) {
            if (!REFUSALS.contains(String.valueOf(failed.getSQLState()))) {
                throw failed;
            }
            LOG.warnf(
                    "PostgreSQL does not report its system identifier and timeline (SQLSTATE %s): after a restore or a"
                            + " failover, start a new change log by hand, see docs/operate.md",
                    failed.getSQLState());
            statement.executeUpdate(ASSUME);
            return false;
        }
    }

    private static String readId(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(READ)) {
            row.next();
            return shortOf(row.getObject(1, UUID.class));
        }
    }

    private static String shortOf(UUID logId) {
        return logId.toString().substring(0, SHORT);
    }
}
