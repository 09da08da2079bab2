// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import dev.cardwire.card.Outages;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * How far the comparison has got, in PostgreSQL, so that the next replica goes on there. Times are the database's: the
 * replicas that take turns may have different clocks.
 */
@ApplicationScoped
class ComparisonPlace {

    private static final String READ = """
            select page, unknown_cards, began_at, page = 0 and (began_at is null or outages < $1
                or began_at < now() - make_interval(secs => $2)) as due from card_comparison""";

    private static final String BEGIN =
            "update card_comparison set page = 1, unknown_cards = 0, outages = $1, began_at = now() where page = 0";

    private static final String ADVANCE = "update card_comparison set page = $2, unknown_cards = $3 where page = $1";

    private static final double MILLIS = 1_000.0;

    private final Pool pool;
    private final Outages outages;
    private final ReconcileConfig.Sweep config;

    ComparisonPlace(Pool pool, Outages outages, ReconcileConfig config) {
        this.pool = pool;
        this.outages = outages;
        this.config = config.sweep();
    }

    /**
     * @param page the next one to compare; 0 when none is under way
     * @param unknown cards on the pages before it that are not known here
     * @param due whether a new comparison has to begin
     * @param outages how many there were: a comparison that began before the last of them does not make up for it
     * @param beganAt when the one that is under way, or the last one, began
     */
    record Place(
            int page,
            long unknown,
            boolean due,
            long outages,
            @Nullable OffsetDateTime beganAt) {}

    Uni<Place> read() {
        return outages.noted().flatMap(noted -> pool.preparedQuery(READ)
                .execute(Tuple.of(noted, config.compareEvery().toMillis() / MILLIS))
                .map(rows -> place(rows.iterator().next(), noted)));
    }

    Uni<Void> begin(Place due) {
        return pool.preparedQuery(BEGIN).execute(Tuple.of(due.outages())).replaceWithVoid();
    }

    /** Moves on from a page, to 0 at the end; nothing happens when another replica did so already. */
    Uni<Void> advance(int from, int to, long unknown) {
        return pool.preparedQuery(ADVANCE).execute(Tuple.of(from, to, unknown)).replaceWithVoid();
    }

    private static Place place(Row row, long outages) {
        return new Place(
                row.getInteger("page"),
                row.getLong("unknown_cards"),
                row.getBoolean("due"),
                outages,
                row.getOffsetDateTime("began_at"));
    }
}
