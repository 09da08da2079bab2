// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import dev.cardwire.cluster.lease.Duties;
import dev.cardwire.cluster.lease.DutyLease;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.start.StartOrder;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Looks for operations whose owner is gone or whose outcome is not known. */
@ApplicationScoped
class OperationRecovery {

    private static final Logger LOG = Logger.getLogger(OperationRecovery.class);

    private final Operations operations;
    private final RecoveredOperation recovered;
    private final RecoveryConfig config;

    OperationRecovery(Operations operations, RecoveredOperation recovered, RecoveryConfig config) {
        this.operations = operations;
        this.recovered = recovered;
        this.config = config;
    }

    void start(@Observes @Priority(StartOrder.WORK) StartupEvent started, Duties duties) {
        duties.begin("operation-recovery", config.every(), this::pass);
    }

    /** One pass: what fails is looked at again in the next one. */
    private Uni<Void> pass(DutyLease turn) {
        return operations.overdue(config.batch()).flatMap(overdue -> Multi.createFrom()
                .iterable(overdue)
                .onItem()
                .transformToUniAndConcatenate(operation -> turn.goesOn()
                        .flatMap(mine ->
                                mine ? settled(operation) : Uni.createFrom().voidItem()))
                .collect()
                .last()
                .replaceWithVoid());
    }

    private Uni<Void> settled(Operation operation) {
        return recovered
                .settle(operation)
                .onFailure()
                .invoke(failure -> LOG.warnf(
                        "operation %s stays %s: %s",
                        operation.operationId(),
                        operation.state(),
                        failure.getClass().getSimpleName()))
                .onFailure()
                .recoverWithNull();
    }
}
