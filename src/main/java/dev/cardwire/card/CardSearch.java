// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

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
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds cards by their own id, their order, their cardholder and the end of their number; and the cardholder with them. */
@ApplicationScoped
class CardSearch implements SearchSource {

    /** Each part has an index of its own and stops at the limit; one whose parameter is null costs nothing. */
    private static final String FIND = """
            select card_id, card_status, card_scheme, card_number, card_currency, cardholder_id, created_at from (
              (select * from card where card_id = $1)
              union
              (select * from card where card_order_id = $2 order by created_at desc limit 51)
              union
              (select * from card where cardholder_id = $1 order by created_at desc, card_id desc limit 51)
              union
              (select * from card where right(card_number, 4) = $3 order by created_at desc, card_id desc limit 51)) found
            order by created_at desc, card_id desc limit 51""";

    private final Pool pool;

    CardSearch(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<List<Finding>> find(SearchQuery query) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(query.id(), query.text(), query.lastFour()))
                .map(rows -> {
                    List<Finding> found = new ArrayList<>();
                    for (Row row : rows) {
                        if (found.isEmpty() && isOf(query.id(), row)) {
                            found.add(holder(row));
                        }
                        found.add(card(row));
                    }
                    return found;
                });
    }

    private static boolean isOf(@Nullable UUID cardholderId, Row row) {
        return cardholderId != null && cardholderId.equals(row.getUUID("cardholder_id"));
    }

    private static Finding card(Row row) {
        UUID cardId = row.getUUID("card_id");
        String summary = Stream.of("card_status", "card_scheme", "card_number", "card_currency")
                .map(row::getString)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return new Finding(FindingKind.CARD, cardId, summary, "/v1/cards/" + cardId, createdAt(row));
    }

    private static Finding holder(Row newest) {
        UUID cardholderId = newest.getUUID("cardholder_id");
        return new Finding(
                FindingKind.CARDHOLDER,
                cardholderId,
                "has cards here",
                "/v1/cardholders/" + cardholderId,
                createdAt(newest));
    }

    private static Instant createdAt(Row row) {
        return row.getOffsetDateTime("created_at").toInstant();
    }
}
