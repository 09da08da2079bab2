package dev.cardwire.cluster;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.Startup;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Asks the database who it is. The first time is at start, over JDBC, because nothing may be served under an unknown
 * id; after that in the background, because a failover is seen by no one else.
 */
@Startup
@ApplicationScoped
class PgLogIdentity implements LogIdentity {

    private static final Logger LOG = Logger.getLogger(PgLogIdentity.class);

    /**
     * The time line comes from the name of the file that is being written now: the control file's own follows a
     * promotion only with the next checkpoint.
     */
    private static final String IDENTIFY = """
            insert into log_identity as known (log_id, system_identifier, timeline_id)
            select gen_random_uuid(), system_identifier::text,
                   ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::bigint
            from pg_control_system()
            on conflict (only_row) do update
               set log_id = excluded.log_id, system_identifier = excluded.system_identifier,
                   timeline_id = excluded.timeline_id
             where (known.system_identifier, known.timeline_id)
                   is distinct from (excluded.system_identifier, excluded.timeline_id)""";

    private static final String READ = "select log_id from log_identity";

    private static final int SHORT = 8;

    private final Pool pool;
    private volatile String shortId;

    PgLogIdentity(AgroalDataSource atStart, Pool pool, ClusterConfig config) {
        this.pool = pool;
        this.shortId = first(atStart);
    }

    @Override
    public String shortId() {
        return shortId;
    }

    private static String first(AgroalDataSource source) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(IDENTIFY);
            try (ResultSet row = statement.executeQuery(READ)) {
                row.next();
                return shortOf(row.getObject(1, UUID.class));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("the database does not say which one it is", failed);
        }
    }

    private static String shortOf(UUID logId) {
        return logId.toString().substring(0, SHORT);
    }
}
