// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.cluster.lease.Duties;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Checks what stays unfinished and, when it is due, every card that is not final; one replica at a time. */
@ApplicationScoped
class Sweep {

    private final UnfinishedCards unfinished;
    private final Comparison comparison;

    Sweep(UnfinishedCards unfinished, Comparison comparison) {
        this.unfinished = unfinished;
        this.comparison = comparison;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started, Duties duties, ReconcileConfig config) {
        duties.begin("sweep", config.sweep().every(), this::pass);
    }

    Uni<Void> pass(DutyLease turn) {
        return unfinished.look().flatMap(done -> comparison.run(turn));
    }
}
