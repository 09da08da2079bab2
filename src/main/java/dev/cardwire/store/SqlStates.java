// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Finds what PostgreSQL said in a failure, however it is wrapped. */
public final class SqlStates {

    private SqlStates() {}

    /**
     * The SQLSTATE of a refusal by PostgreSQL; null for any other failure. The driver speaks in its own exception; Hibernate
     * Reactive replaces that by JDBC's, without a link to the first.
     */
    public static @Nullable String of(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return refusal.getSqlState();
            }
            if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
                return refusal.getSQLState();
            }
        }
        return null;
    }
}
