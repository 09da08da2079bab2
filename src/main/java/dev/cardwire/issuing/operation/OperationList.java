// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.store.Transactions;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations, newest first. */
@ApplicationScoped
public class OperationList {

    private final Transactions transactions;

    OperationList(Transactions transactions) {
        this.transactions = transactions;
    }

    /** One page, newest first; null leaves a filter open. */
    public Uni<Page<OperationView>> page(
            @Nullable OperationState state, @Nullable OperationKind kind, PageCursor after, int limit) {
        StringBuilder query = new StringBuilder("createdAt <= :at and (createdAt < :at or operationId < :id)");
        Parameters parameters = Parameters.with("at", after.at()).and("id", after.id());
        if (state != null) {
            query.append(" and state = :state");
            parameters.and("state", state);
        }
        if (kind != null) {
            query.append(" and kind = :kind");
            parameters.and("kind", kind);
        }
        query.append(" order by createdAt desc, operationId desc");
        return transactions.inSession(session -> OperationRow.<OperationRow>find(query.toString(), parameters)
                .range(0, limit)
                .list()
                .map(rows -> OperationRow.operations(rows).stream()
                        .map(OperationView::of)
                        .toList())
                .map((List<OperationView> rows) ->
                        Page.of(rows, limit, OperationView::createdAt, OperationView::operationId)));
    }
}
