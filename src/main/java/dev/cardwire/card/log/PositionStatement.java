// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The last statement of every transaction that changes a card: takes the next positions and writes the log in one go.
 * The row lock on {@code feed_head} is held until the commit, so positions are contiguous and in the order of commits; a
 * plain sequence would let 43 become visible before 42 and lose 42 for a reader that resumes at 43.
 */
@ApplicationScoped
public class PositionStatement {

    private static final String SQL = """
            with head as (update feed_head set position = position + :n returning position),
            logged as (
              insert into card_change (position, card_id, version, card_status, previous_status, status_changed,
                  holder_named, card_order_id, cardholder_id, cause, event_id, operation_id, occurred_at)
              select head.position - :n + c.ord, c.card_id, c.version, c.card_status, c.previous_status,
                  c.status_changed, c.holder_named, c.card_order_id, c.cardholder_id, c.cause, c.event_id,
                  c.operation_id, c.occurred_at
              from head, jsonb_to_recordset(cast(cast(:changes as text) as jsonb)) as c(ord int, card_id uuid,
                  version int, card_status text, previous_status text, status_changed boolean, holder_named boolean,
                  card_order_id text, cardholder_id uuid, cause text, event_id uuid, operation_id uuid,
                  occurred_at timestamptz)
              returning position)
            select max(position) from logged""";

    private final ObjectMapper json;

    PositionStatement(ObjectMapper json) {
        this.json = json;
    }

    /** Writes the changes in their order and returns the newest position. Nothing but the commit may follow. */
    public Uni<Long> execute(Mutiny.Session session, List<PendingChange> changes) {
        return session.createNativeQuery(SQL, Long.class)
                .setParameter("n", changes.size())
                .setParameter("changes", write(changes))
                .getSingleResult();
    }

    private String write(List<PendingChange> changes) {
        try {
            return json.writeValueAsString(changes);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("changes hold nothing that JSON cannot", cannotBe);
        }
    }
}
