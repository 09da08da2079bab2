// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import dev.cardwire.store.Transactions;
import io.quarkus.panache.common.Parameters;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Operations, newest first. */
@ApplicationScoped
public class OperationList {

    private final Transactions transactions;

    OperationList(Transactions transactions) {
        this.transactions = transactions;
    }

    /** Which operations are wanted; null leaves a field open. */
    public record Filter(
            @Nullable OperationState state,
            @Nullable OperationKind kind,
            @Nullable UUID cardId,
            @Nullable String caller,
            @Nullable Instant createdFrom) {

        private String narrow(Parameters parameters) {
            StringBuilder conditions = new StringBuilder();
            narrow(conditions, parameters, "state", state);
            narrow(conditions, parameters, "kind", kind);
            narrow(conditions, parameters, "cardId", cardId);
            narrow(conditions, parameters, "caller", caller);
            if (createdFrom != null) {
                conditions.append(" and createdAt >= :from");
                parameters.and("from", createdFrom);
            }
            return conditions.toString();
        }

        private static void narrow(
                StringBuilder conditions, Parameters parameters, String field, @Nullable Object wanted) {
            if (wanted != null) {
                conditions.append(" and ").append(field).append(" = :").append(field);
                parameters.and(field, wanted);
            }
        }
    }

    /** One page, newest first. */
    public Uni<Page<OperationView>> page(Filter filter, PageCursor after, int limit) {
        Parameters parameters = Parameters.with("at", after.at()).and("id", after.id());
        String query = "createdAt <= :at and (createdAt < :at or operationId < :id)" + filter.narrow(parameters)
                + " order by createdAt desc, operationId desc";
        return transactions.inSession(session -> OperationRow.<OperationRow>find(query, parameters)
                .range(0, limit)
                .list()
                .map(rows -> OperationRow.operations(rows).stream()
                        .map(OperationView::of)
                        .toList())
                .map((List<OperationView> rows) ->
                        Page.of(rows, limit, OperationView::createdAt, OperationView::operationId)));
    }
}
