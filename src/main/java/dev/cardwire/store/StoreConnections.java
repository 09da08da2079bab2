// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.vertx.core.Promise;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.impl.Connection;
import io.vertx.sqlclient.impl.SocketConnectionBase;
import io.vertx.sqlclient.impl.SqlConnectionInternal;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open connections of the pool, so that they can be replaced when they lead to a server that takes no writes: after a
 * switchover the address leads to the new server, but a connection stays with the old one for as long as it is used.
 */
@Singleton
public class StoreConnections {

    /** PostgreSQL refuses a write because it is a standby, or was made read-only. */
    private static final String READ_ONLY = "25006";

    /** A server that stays read-only gets new connections once in this time, and answers reads in between. */
    private static final long YOUNG_NANOS = Duration.ofSeconds(5).toNanos();

    private final Map<Connection, Long> openedAt = new ConcurrentHashMap<>();

    /** Registers a connection that was just opened, and hands it to the pool. */
    public void add(SqlConnection opened) {
        openedAt.keySet().removeIf(known -> !known.isValid());
        openedAt.put(((SqlConnectionInternal) opened).unwrap().unwrap(), System.nanoTime());
        opened.close();
    }

    /** Replaces the connections if this failure reports a server that takes no writes. */
    void replaceAfter(Throwable failure) {
        if (READ_ONLY.equals(SqlStates.of(failure))) {
            replace();
        }
    }

    /** Ends connections whose statements nobody waits for any more; a silent server would hold up the stop. */
    void abandon() {
        for (Connection connection : openedAt.keySet()) {
            if (connection.isValid() && connection instanceof SocketConnectionBase line) {
                line.socket().close();
            }
        }
    }

    /** Closes all but the newest connections, each after the statements that it has accepted. The pool opens others. */
    void replace() {
        long now = System.nanoTime();
        openedAt.forEach((connection, opened) -> {
            if (now - opened > YOUNG_NANOS && openedAt.remove(connection, opened)) {
                connection.close(null, Promise.promise());
            }
        });
    }
}
