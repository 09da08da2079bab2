// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.store.Transactions;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/**
 * The rows of writes that UQPAY accepted and whose order has no known end, or failed for no known reason; {@code deadline}
 * says when to ask for it next.
 */
@ApplicationScoped
public class OpenOrders {

    private static final String ASK_AGAIN = """
            update operation set attempts = attempts + 1, deadline = :at
            where operation_id = :id and state = 'ACCEPTED'""";

    private final Transactions transactions;
    private final InstantSource clock;

    OpenOrders(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Those that were made before a time and are due to be asked for, longest waiting first. */
    public Uni<List<Operation>> due(Instant before, int limit) {
        return transactions.inSession(session -> OperationRow.<OperationRow>find(
                        "state = 'ACCEPTED' and orderStatus in ('PENDING', 'PROCESSING') and cardOrderId is not null"
                                + " and createdAt < ?1 and deadline <= ?2 order by deadline",
                        before,
                        clock.instant())
                .range(0, limit - 1)
                .list()
                .map(OperationRow::operations));
    }

    /** Those that failed and nobody said why: not every order says it either, so they are asked for a few times only. */
    public Uni<List<Operation>> unexplained(Instant before, int limit) {
        return transactions.inSession(session -> OperationRow.<OperationRow>find(
                        "state = 'ACCEPTED' and orderStatus = 'FAILED' and failureCode is null and cardOrderId is not null"
                                + " and attempts < 4 and createdAt < ?1 and deadline <= ?2 order by deadline",
                        before,
                        clock.instant())
                .range(0, limit - 1)
                .list()
                .map(OperationRow::operations));
    }

    /** There is no end yet; not asked for before {@code at}. */
    public Uni<Void> askAgain(UUID operationId, Instant at) {
        return transactions.inTransaction(session -> session.createNativeQuery(ASK_AGAIN)
                .setParameter("id", operationId)
                .setParameter("at", at)
                .executeUpdate()
                .replaceWithVoid());
    }
}
