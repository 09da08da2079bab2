// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.display;

import dev.cardwire.store.Page;
import dev.cardwire.store.PageCursor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * All that happened to a card, newest first: its changes, the events that changed nothing, each replay of one, and
 * what callers and operators asked for. One statement over three tables, because a list that is pieced together from
 * three reads would repeat or drop a row while rows are added. It only reads, and stands here because the operations
 * are this package's: {@code card} knows no operations, and nobody may import {@code webhook}. Rows of one card are
 * few, and each table has an index that begins with the card.
 */
@ApplicationScoped
class Timeline {

    /** A position stands for an id where a change needs one: it orders changes of the same microsecond as they came. */
    private static final String ROWS = """
            with happened as (
              select cast(lpad(to_hex(c.position), 32, '0') as uuid) as id, c.committed_at as at, 'change' as kind,
                  lower(c.cause) as cause, c.card_status,
                  case when c.status_changed then c.previous_status end as previous_status, c.version, c.event_id, w.event_type,
                  w.outcome, cast(null as varchar) as reason, c.operation_id, o.kind as operation_kind,
                  o.state as operation_state, cast(null as text) as resolution
              from card_change c
              left join webhook_event w on w.event_id = c.event_id
              left join operation o on o.operation_id = c.operation_id
              where c.card_id = $1
              union all
              select w.event_id, w.received_at, 'event', 'webhook', null, null, null, w.event_id, w.event_type,
                  w.outcome, w.reason, null, null, null, null
              from webhook_event w
              where w.card_id = $1
                and not exists (select 1 from card_change c where c.card_id = $1 and c.event_id = w.event_id)
              union all
              select w.event_id, w.replayed_at, 'event', 'operator', null, null, null, w.event_id, w.event_type,
                  w.outcome, w.reason, null, null, null, null
              from webhook_event w where w.card_id = $1 and w.replayed_at is not null
              union all
              select o.operation_id, o.created_at, 'operation', 'request', null, null, null, null, null,
                  null, null, o.operation_id, o.kind, o.state, null
              from operation o where o.card_id = $1
              union all
              select o.operation_id, o.ended_at, 'operation', 'operator', null, null, null, null, null,
                  null, null, o.operation_id, o.kind, o.state, o.resolution
              from operation o where o.card_id = $1 and o.resolution is not null and o.ended_at is not null)
            select * from happened where (at, id) < ($2, $3) order by at desc, id desc limit $4""";

    private final Pool pool;

    Timeline(Pool pool) {
        this.pool = pool;
    }

    Uni<Page<TimelineRow>> of(UUID cardId, PageCursor after, int limit) {
        OffsetDateTime at = after.at().atOffset(ZoneOffset.UTC);
        return pool.preparedQuery(ROWS)
                .execute(Tuple.of(cardId, at, after.id(), limit + 1))
                .map(found -> {
                    List<TimelineRow> rows = new ArrayList<>(found.size());
                    found.forEach(row -> rows.add(row(row)));
                    return Page.of(rows, limit, TimelineRow::at, TimelineRow::id);
                });
    }

    private static TimelineRow row(Row row) {
        return new TimelineRow(
                row.getUUID("id"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("kind"),
                row.getString("cause"),
                row.getString("card_status"),
                row.getString("previous_status"),
                row.getInteger("version"),
                row.getUUID("event_id"),
                row.getString("event_type"),
                row.getString("outcome"),
                row.getString("reason"),
                row.getUUID("operation_id"),
                row.getString("operation_kind"),
                row.getString("operation_state"),
                row.getString("resolution"));
    }
}
