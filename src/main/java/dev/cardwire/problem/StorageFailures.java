// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.vertx.core.VertxException;
import io.vertx.core.impl.NoStackTraceThrowable;
import io.vertx.pgclient.PgException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Tells a store that does not do its work from a fault of our own. Whatever its driver reports is the store's, but for
 * the few classes of SQLSTATE that only our statements can cause: a list of the store's troubles would never be complete.
 * UQPAY's failures are translated before they get here.
 */
final class StorageFailures {

    /** SQLSTATE classes: data that does not fit, a broken constraint, a statement that is wrong. */
    private static final Set<String> OURS = Set.of("22", "23", "42");

    private static final int CLASS = 2;

    private StorageFailures() {}

    static boolean isOne(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof PgException refusal) {
                return isTheStores(refusal.getSqlState());
            }
            if (cause instanceof SQLException refusal) {
                return isTheStores(refusal.getSQLState());
            }
            if (isOfTheDriver(cause)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTheStores(@Nullable String state) {
        return state == null || state.length() < CLASS || !OURS.contains(state.substring(0, CLASS));
    }

    /** The driver and its pool, and what waits for them; a refusal of theirs in words alone has Vert.x' bare type. */
    private static boolean isOfTheDriver(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof VertxException
                || cause instanceof NoStackTraceThrowable
                || cause instanceof TimeoutException
                || cause instanceof io.smallrye.mutiny.TimeoutException;
    }
}
