// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import dev.cardwire.card.lifecycle.CardStatus;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The log of every change of every card, for those who follow it. Positions are contiguous and in the order of commits:
 * a reader that has seen 41 and reads 42 and 43 has missed nothing. Read with the plain client, because every replica
 * does it several times a second and no entity is wanted.
 */
@ApplicationScoped
public class ChangeLog {

    private static final String COLUMNS = """
            position, card_id, version, card_status, previous_status, status_changed, holder_named, card_order_id, \
            cardholder_id, cause, event_id, occurred_at, committed_at""";

    /** The arguments are hidden from the planner, which would plan each call anew for what it learns from them. */
    private static final String AFTER = "select " + COLUMNS + """
             from card_change
            where position > (select cast($1 as bigint)) order by position limit (select cast($2 as bigint))""";

    private static final String BETWEEN = "select " + COLUMNS + """
             from card_change
            where position > $1 and position <= $2 and (status_changed or holder_named)
            order by position limit $3""";

    /**
     * One short walk through an index for each id. With an {@code or} over both columns the planner would rather walk the
     * log itself, which takes the longer the more other cards changed since.
     */
    private static final String BETWEEN_OF_IDS = "select " + COLUMNS + """
             from (
                select found.* from unnest($3::uuid[]) as wanted(id) cross join lateral (
                    select * from card_change c
                    where c.card_id = wanted.id and c.position > $1 and c.position <= $2
                      and (c.status_changed or c.holder_named)
                    order by c.position limit $5) found
                union
                select found.* from unnest($4::uuid[]) as wanted(id) cross join lateral (
                    select * from card_change c
                    where c.cardholder_id = wanted.id and c.position > $1 and c.position <= $2
                      and (c.status_changed or c.holder_named)
                    order by c.position limit $5) found) found
            order by position limit $5""";

    private static final String SNAPSHOT = """
            select head.position, head.kept_from, c.card_id, c.card_status, c.version, c.updated_at
            from feed_head head left join lateral (
                select card_id, card_status, version, updated_at from card
                order by updated_at desc limit $1) c on true""";

    /** The ids are looked up before anything is sorted, for the same reason. */
    private static final String SNAPSHOT_OF_IDS = """
            with wanted as materialized (
                select card_id, card_status, version, updated_at from card where card_id = any($1)
                union
                select card_id, card_status, version, updated_at from card where cardholder_id = any($2)),
            newest as (select * from wanted order by updated_at desc limit $3)
            select head.position, head.kept_from, c.card_id, c.card_status, c.version, c.updated_at
            from feed_head head left join newest c on true
            order by c.updated_at desc""";

    private final Pool pool;

    ChangeLog(Pool pool) {
        this.pool = pool;
    }

    /** The changes of all cards after a position, oldest first, at most {@code limit}. */
    public Uni<List<LoggedChange>> after(long position, int limit) {
        return pool.preparedQuery(AFTER).execute(Tuple.of(position, limit)).map(ChangeLog::changes);
    }

    /**
     * The changes in a scope after {@code from} and up to {@code upTo}, oldest first, at most {@code limit}: those that
     * moved a status or first named the cardholder. Fewer than {@code limit} means that there are no more up to {@code
     * upTo}.
     */
    public Uni<List<LoggedChange>> between(long from, long upTo, LogScope scope, int limit) {
        if (scope.everything()) {
            return pool.preparedQuery(BETWEEN)
                    .execute(Tuple.of(from, upTo, limit))
                    .map(ChangeLog::changes);
        }
        Tuple arguments = Tuple.of(from, upTo, ids(scope.cardIds()), ids(scope.cardholderIds()), limit);
        return pool.preparedQuery(BETWEEN_OF_IDS).execute(arguments).map(ChangeLog::changes);
    }

    /** Where the log stands now, in PostgreSQL. */
    public Uni<LogHead> head() {
        return pool.query("select position, kept_from from feed_head").execute().map(rows -> {
            Row row = rows.iterator().next();
            return new LogHead(row.getLong("position"), row.getLong("kept_from"));
        });
    }

    /** The cards of a scope that changed last, at most {@code limit}, newest change first, with the head they are true at. */
    public Uni<LogSnapshot> snapshot(LogScope scope, int limit) {
        if (scope.everything()) {
            return pool.preparedQuery(SNAPSHOT).execute(Tuple.of(limit)).map(ChangeLog::snapshot);
        }
        Tuple arguments = Tuple.of(ids(scope.cardIds()), ids(scope.cardholderIds()), limit);
        return pool.preparedQuery(SNAPSHOT_OF_IDS).execute(arguments).map(ChangeLog::snapshot);
    }

    private static UUID[] ids(Set<UUID> ids) {
        return ids.toArray(new UUID[0]);
    }

    private static LogSnapshot snapshot(RowSet<Row> rows) {
        List<LogSnapshot.Entry> cards = new ArrayList<>(rows.size());
        LogHead head = new LogHead(0, 1);
        for (Row row : rows) {
            head = new LogHead(row.getLong("position"), row.getLong("kept_from"));
            if (row.getUUID("card_id") != null) {
                cards.add(new LogSnapshot.Entry(
                        row.getUUID("card_id"),
                        CardStatus.valueOf(row.getString("card_status")),
                        row.getInteger("version"),
                        instant(row.getOffsetDateTime("updated_at"))));
            }
        }
        return new LogSnapshot(head, cards);
    }

    private static List<LoggedChange> changes(RowSet<Row> rows) {
        List<LoggedChange> changes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String previous = row.getString("previous_status");
            ChangeCause cause = ChangeCause.valueOf(row.getString("cause"));
            changes.add(new LoggedChange(
                    row.getLong("position"),
                    row.getUUID("card_id"),
                    row.getInteger("version"),
                    CardStatus.valueOf(row.getString("card_status")),
                    previous == null ? null : CardStatus.valueOf(previous),
                    row.getBoolean("status_changed"),
                    row.getBoolean("holder_named"),
                    row.getString("card_order_id"),
                    row.getUUID("cardholder_id"),
                    cause,
                    // the row of a replay names its event too, for the timeline; streams promise it for webhooks alone
                    cause == ChangeCause.WEBHOOK ? row.getUUID("event_id") : null,
                    instant(row.getOffsetDateTime("occurred_at")),
                    instant(row.getOffsetDateTime("committed_at"))));
        }
        return changes;
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
