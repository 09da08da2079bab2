package dev.cardwire.card;

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
            cardholder_id, cause, event_id, occurred_at""";

    private static final String AFTER =
            "select " + COLUMNS + " from card_change where position > $1 order by position limit $2";

    /** Every change with a position in (from, upTo] that concerns the scope; the two indexes serve the two halves. */
    private static final String BETWEEN_IN_SCOPE = "select " + COLUMNS + """
             from card_change
            where position > $1 and position <= $2 and (status_changed or holder_named)
              and ($3 or card_id = any($4) or cardholder_id = any($5))
            order by position limit $6""";

    private static final String SNAPSHOT = """
            with head as (select position, kept_from from feed_head)
            select head.position, head.kept_from, c.card_id, c.card_status, c.version, c.updated_at
            from head left join lateral (
                select card_id, card_status, version, updated_at from card
                where $1 or card_id = any($2) or cardholder_id = any($3)
                order by updated_at desc limit $4) c on true""";

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
    public Uni<List<LoggedChange>> between(long from, long upTo, FeedScope scope, int limit) {
        Tuple arguments = Tuple.tuple()
                .addLong(from)
                .addLong(upTo)
                .addBoolean(scope.everything())
                .addArrayOfUUID(scope.cardIds().toArray(new UUID[0]))
                .addArrayOfUUID(scope.cardholderIds().toArray(new UUID[0]))
                .addInteger(limit);
        return pool.preparedQuery(BETWEEN_IN_SCOPE).execute(arguments).map(ChangeLog::changes);
    }

    /** Where the log stands now, in PostgreSQL. */
    public Uni<FeedHead> head() {
        return pool.query("select position, kept_from from feed_head").execute().map(rows -> {
            Row row = rows.iterator().next();
            return new FeedHead(row.getLong("position"), row.getLong("kept_from"));
        });
    }

    /** The cards of a scope that changed last, at most {@code limit}, newest change first, with the head they are true at. */
    public Uni<FeedSnapshot> snapshot(FeedScope scope, int limit) {
        Tuple arguments = Tuple.of(
                scope.everything(),
                scope.cardIds().toArray(new UUID[0]),
                scope.cardholderIds().toArray(new UUID[0]),
                limit);
        return pool.preparedQuery(SNAPSHOT).execute(arguments).map(ChangeLog::snapshot);
    }

    private static FeedSnapshot snapshot(RowSet<Row> rows) {
        List<FeedSnapshot.Entry> cards = new ArrayList<>(rows.size());
        FeedHead head = new FeedHead(0, 1);
        for (Row row : rows) {
            head = new FeedHead(row.getLong("position"), row.getLong("kept_from"));
            if (row.getUUID("card_id") != null) {
                cards.add(new FeedSnapshot.Entry(
                        row.getUUID("card_id"),
                        CardStatus.valueOf(row.getString("card_status")),
                        row.getInteger("version"),
                        instant(row.getOffsetDateTime("updated_at"))));
            }
        }
        return new FeedSnapshot(head, cards);
    }

    private static List<LoggedChange> changes(RowSet<Row> rows) {
        List<LoggedChange> changes = new ArrayList<>(rows.size());
        for (Row row : rows) {
            String previous = row.getString("previous_status");
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
                    ChangeCause.valueOf(row.getString("cause")),
                    row.getUUID("event_id"),
                    instant(row.getOffsetDateTime("occurred_at"))));
        }
        return changes;
    }

    private static Instant instant(OffsetDateTime time) {
        return time.toInstant();
    }
}
