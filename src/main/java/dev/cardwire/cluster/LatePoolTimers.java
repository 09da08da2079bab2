// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;

/**
 * Keeps a fault of the pool out of the log: the timer of a query that could not get a connection is not cancelled, and
 * half a minute later it fails what has failed already. While PostgreSQL is away that were several errors a second with
 * nothing to do about them (vertx-sql-client 4.5.27 to 4.5.29). Every other uncaught failure is reported as before.
 */
@Singleton
class LatePoolTimers {

    private static final String POOL = "io.vertx.sqlclient.impl.pool.SqlConnectionPool";

    private final Vertx vertx;

    LatePoolTimers(Vertx vertx) {
        this.vertx = vertx;
    }

    void start(@Observes @Priority(StartOrder.FOUNDATIONS) StartupEvent started) {
        Handler<Throwable> others = vertx.exceptionHandler();
        if (others != null) {
            vertx.exceptionHandler(failure -> {
                if (!isOne(failure)) {
                    others.handle(failure);
                }
            });
        }
    }

    private static boolean isOne(Throwable failure) {
        return failure instanceof IllegalStateException
                && "Result is already complete".equals(failure.getMessage())
                && Arrays.stream(failure.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(POOL));
    }
}
