// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Tells a store that does not answer from a fault of our own. UQPAY's failures are translated before they get here. */
final class StorageFailures {

    /** SQLSTATE classes: connection, rolled back by contention, resources, lock, operator intervention, system. */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "55", "57", "58");

    private StorageFailures() {}

    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return isPassing(refusal.getSqlState());
            }
            if (cause instanceof SQLException refusal && refusal.getSQLState() != null) {
                return isPassing(refusal.getSQLState());
            }
            if (cause instanceof IOException
                    || cause instanceof VertxException
                    || cause instanceof TimeoutException
                    || isPoolTimeout(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPassing(@Nullable String state) {
        return state != null && state.length() == 5 && PASSING.contains(state.substring(0, 2));
    }

    /** The pool's own refusals have no type of their own, only these words. */
    private static boolean isPoolTimeout(Throwable cause) {
        String message = cause.getMessage();
        return message != null
                && (message.equals("Timeout")
                        || message.contains("Connection is closed")
                        || message.contains("Pool closed"));
    }
}
