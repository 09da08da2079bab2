// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import dev.cardwire.masking.RootCause;
import dev.cardwire.start.StartOrder;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Asks PostgreSQL every few seconds whether it takes writes. A metric then only reads the last answer, and a probe waits
 * for at most one more, however silent the server is; and each change is one line in the log, with its cause.
 */
@Singleton
class StoreWatch {

    private static final Logger LOG = Logger.getLogger(StoreWatch.class);

    /** A standby takes no writes, and neither does a server that was fenced, or whose disk is nearly full. */
    private static final String ASK =
            "select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on' as refuses_writes,"
                    + " clock_timestamp() as time";

    /** One late answer is not an outage. */
    private static final int FAILURES_IN_A_ROW = 2;

    /** What is written down at the very end takes milliseconds. */
    private static final long LAST_STATEMENTS_MILLIS = 2_000;

    /** Often enough for somebody who opens the log of the last minutes. */
    private static final Duration WHILE_IT_LASTS = Duration.ofMinutes(5);

    private final Pool pool;
    private final StoreConnections connections;
    private final StoreWatchConfig config;
    private final ClockCheck clock;
    private final Vertx vertx;
    private long timer;
    private int failures;
    private Instant reported = Instant.EPOCH;
    /** At first what the start found: it wrote to PostgreSQL. */
    private volatile StoreState state = StoreState.WRITABLE;

    StoreWatch(
            Pool pool,
            StoreConnections connections,
            StoreWatchConfig config,
            ClockCheck clock,
            Vertx vertx,
            MeterRegistry metrics) {
        this.pool = pool;
        this.connections = connections;
        this.config = config;
        this.clock = clock;
        this.vertx = vertx;
        metrics.gauge("cardwire.store.writable", this, watch -> watch.state == StoreState.WRITABLE ? 1 : 0);
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started) {
        check().subscribe().with(checked -> {});
        timer = vertx.setPeriodic(
                config.every().toMillis(), tick -> check().subscribe().with(checked -> {}));
    }

    void stop(@Observes ShutdownEvent stopping) {
        vertx.cancelTimer(timer);
        // accepted requests have ended by now; the pool would wait for each statement that is never answered
        vertx.setTimer(LAST_STATEMENTS_MILLIS, late -> connections.abandon());
    }

    /** What the last checks found. */
    StoreState state() {
        return state;
    }

    /** Asks once, and never fails: false when there was no answer in time. */
    Uni<Boolean> check() {
        return Uni.createFrom()
                .deferred(this::ask)
                .ifNoItem()
                .after(config.within())
                .fail()
                .invoke(row -> answered(row.getBoolean("refuses_writes")))
                .onFailure()
                .invoke(this::failed)
                .map(answered -> true)
                .onFailure()
                .recoverWithItem(false);
    }

    private Uni<Row> ask() {
        Instant asked = clock.now();
        return pool.query(ASK)
                .execute()
                .map(rows -> rows.iterator().next())
                .invoke(row ->
                        clock.compare(asked, row.getOffsetDateTime("time").toInstant()));
    }

    private synchronized void answered(boolean refusesWrites) {
        failures = 0;
        if (refusesWrites) {
            connections.replace();
        }
        if (refusesWrites) {
            trouble(
                    StoreState.READ_ONLY,
                    "PostgreSQL takes no writes: it is a standby or read-only; this replica is not ready");
        } else if (changesTo(StoreState.WRITABLE)) {
            LOG.info("PostgreSQL takes writes again");
        }
    }

    private synchronized void failed(Throwable failure) {
        failures++;
        if (failures >= FAILURES_IN_A_ROW) {
            trouble(
                    StoreState.AWAY,
                    "PostgreSQL does not answer (" + RootCause.of(failure) + "); this replica is not ready");
        }
    }

    private void trouble(StoreState found, String line) {
        Instant now = clock.now();
        if (changesTo(found) || !now.isBefore(reported.plus(WHILE_IT_LASTS))) {
            reported = now;
            LOG.warn(line);
        }
    }

    private boolean changesTo(StoreState found) {
        boolean changes = state != found;
        state = found;
        return changes;
    }
}
