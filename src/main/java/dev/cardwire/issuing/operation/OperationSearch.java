// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.search.Finding;
import dev.cardwire.search.FindingKind;
import dev.cardwire.search.SearchQuery;
import dev.cardwire.search.SearchSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Finds operations by their own id, what they are about, and the key that they were asked for with. Keys are their
 * caller's: what another one chose is shown to operators alone. A cardholder is found with the operation that made it.
 */
@ApplicationScoped
class OperationSearch implements SearchSource {

    /** Each part has an index of its own and stops at the limit; one whose parameter is null costs nothing. */
    private static final String FIND = """
            select operation_id, kind, state, cardholder_id, created_at from (
              (select * from operation where operation_id = $1)
              union
              (select * from operation where card_id = $1 order by created_at desc limit 51)
              union
              (select * from operation where card_order_id = $2 order by created_at desc limit 51)
              union
              (select * from operation where cardholder_id = $1 order by created_at desc limit 51)
              union
              (select * from operation where idempotency_key = $2 and ($4 or caller = $3)
               order by created_at desc limit 51)) found
            order by created_at desc, operation_id desc limit 51""";

    private final Pool pool;

    OperationSearch(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Finding>> find(SearchQuery query) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(query.id(), query.text(), query.caller(), query.operator()))
                .map(rows -> {
                    List<Finding> found = new ArrayList<>();
                    for (Row row : rows) {
                        found.add(operation(row));
                        UUID cardholderId = row.getUUID("cardholder_id");
                        if (cardholderId != null
                                && cardholderId.equals(query.id())
                                && row.getString("kind").equals(OperationKind.CREATE_CARDHOLDER.name())) {
                            found.add(holder(cardholderId, row));
                        }
                    }
                    return found;
                });
    }

    private static Finding operation(Row row) {
        UUID operationId = row.getUUID("operation_id");
        return new Finding(
                FindingKind.OPERATION,
                operationId,
                row.getString("kind") + " " + row.getString("state"),
                "/v1/operations/" + operationId,
                createdAt(row));
    }

    private static Finding holder(UUID cardholderId, Row creation) {
        return new Finding(
                FindingKind.CARDHOLDER,
                cardholderId,
                "created here",
                "/v1/cardholders/" + cardholderId,
                createdAt(creation));
    }

    private static Instant createdAt(Row row) {
        return row.getOffsetDateTime("created_at").toInstant();
    }
}
