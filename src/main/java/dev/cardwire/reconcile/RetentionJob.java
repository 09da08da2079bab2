// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.cluster.lease.Duties;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.start.StartOrder;
import dev.cardwire.store.Retention;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Removes what was kept long enough, table by table, in steps of a few rows with a pause after each: nobody waits for a
 * step longer than for any other statement, and a table that was never pruned before does not fill the log of PostgreSQL.
 */
@ApplicationScoped
class RetentionJob {

    private static final Logger LOG = Logger.getLogger(RetentionJob.class);

    private final List<Retention> tables;
    private final ReconcileConfig.Prune config;
    private final MeterRegistry metrics;

    RetentionJob(@All List<Retention> tables, ReconcileConfig config, MeterRegistry metrics) {
        this.tables = tables;
        this.config = config.prune();
        this.metrics = metrics;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started, Duties duties) {
        tables.forEach(table -> removed(table, 0));
        duties.begin("prune", config.every(), this::pass);
    }

    /** All tables, each to its end; one that fails is taken up again in the next pass and does not hold up the others. */
    Uni<Void> pass(DutyLease turn) {
        return Multi.createFrom()
                .iterable(tables)
                .onItem()
                .transformToUniAndConcatenate(table -> prune(table, turn)
                        .onFailure()
                        .invoke(failure -> LOG.warnf(
                                "the removal of old rows from %s is postponed: %s",
                                table.table(), failure.getClass().getSimpleName()))
                        .onFailure()
                        .recoverWithNull())
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> prune(Retention table, DutyLease turn) {
        return Uni.createFrom()
                .deferred(() -> turn.goesOn()
                        .flatMap(mine -> mine ? step(table) : Uni.createFrom().item(false)))
                .repeat()
                .whilst(more -> more)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Whether there may be more. */
    private Uni<Boolean> step(Retention table) {
        return table.remove(config.step())
                .invoke(rows -> removed(table, rows))
                .flatMap(rows -> rows < config.step()
                        ? Uni.createFrom().item(false)
                        : Uni.createFrom().item(true).onItem().delayIt().by(config.pause()));
    }

    private void removed(Retention table, int rows) {
        metrics.counter("cardwire.pruned.rows", "table", table.table()).increment(rows);
    }
}
