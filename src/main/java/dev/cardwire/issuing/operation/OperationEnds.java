// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.audit.AuditLog;
import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.store.Transactions;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayOrder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.Mutiny.SelectionQuery;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which operations end, whether an answer, an event, a read or an operator ends them. A late proof also ends
 * a doubt that was given up, and a refusal that turns out to be wrong; that one is announced. An end of an order is not
 * taken back by its beginning, in whichever order they come.
 */
@ApplicationScoped
public class OperationEnds {

    /**
     * The event of an order may overtake UQPAY's answer; it then found no operation with this order to move on, and none will
     * come again. So the events that were reported of the order go with its end.
     */
    private static final String GIVEN = """
            with ends as (
              select e.operation_id, e.card_id, e.card_order_id, e.cardholder_id,
                  coalesce(r.order_status, e.order_status) as order_status,
                  coalesce(e.failure_code, r.failure_code) as failure_code, e.answer, e.resolution, false as latest
              from jsonb_to_recordset(cast(cast(:ends as text) as jsonb)) as e(operation_id uuid, card_id uuid,
                  card_order_id text, cardholder_id uuid, order_status text, failure_code text, answer text, resolution text)
              left join lateral (
                  select order_status, failure_code from reported_order r
                  where r.card_id = e.card_id and r.received_at > :since and r.order_key = lower(e.card_order_id)
                  order by r.received_at desc limit 1) r on true)""";

    /** Of an operation {@code o}: whose it was, and how old it is. */
    static final String ASKED = """
             o.kind, o.caller, o.request_id, cast(o.card_id as text),
            cast(extract(epoch from cast(:now as timestamptz) - o.created_at) * 1000 as bigint)""";

    /** After a query {@code ends}; {@code latest} says that it knows of the order's end what nobody knew before. */
    private static final String ACCEPT = """
            , before as (
              select e.*, o.state as was from operation o join ends e on e.operation_id = o.operation_id
              where o.state in ('SENT', 'IN_DOUBT', 'UNRESOLVED', 'REFUSED', 'ACCEPTED')
                 or (o.state = 'NOT_SENT' and o.key_held)
              order by o.operation_id for update of o),
            ended as (
            update operation o set
                state = 'ACCEPTED', request = null, problem = null,
                answer = coalesce(b.answer, o.answer,
                    case when b.was in ('IN_DOUBT', 'UNRESOLVED', 'REFUSED', 'NOT_SENT') then '{}' end),
                resolution = coalesce(o.resolution, b.resolution),
                ended_at = case when b.was = 'ACCEPTED' or o.resolution is not null
                    then coalesce(o.ended_at, :now) else :now end,
                card_id = coalesce(o.card_id, b.card_id),
                card_order_id = coalesce(o.card_order_id, b.card_order_id),
                cardholder_id = coalesce(o.cardholder_id, b.cardholder_id),
                order_status = case
                    when b.order_status in ('SUCCESS', 'FAILED')
                        and (b.latest or o.order_status is null or o.order_status in ('PENDING', 'PROCESSING'))
                        then b.order_status
                    else coalesce(o.order_status, b.order_status) end,
                failure_code = case when b.latest then coalesce(b.failure_code, o.failure_code)
                    else coalesce(o.failure_code, b.failure_code) end,
                attempts = case when b.order_status = 'FAILED' then 0 else o.attempts end,
                deadline = case when b.order_status = 'FAILED' then least(o.deadline, :now) else o.deadline end
            from before b where o.operation_id = b.operation_id
            returning o.operation_id, b.was, b.latest, o.kind, o.caller, o.request_id, o.card_id, o.created_at)
            select cast(operation_id as text), was,""" + ASKED + """
             from ended o where was not in ('SENT', 'ACCEPTED') or (was = 'SENT' and latest)""";

    /** An operator settles only what is unresolved, and all others only what is not. */
    private static final String REFUSE = """
            with before as (
              select operation_id, state as was from operation where operation_id = :id
                and case when cast(:resolution as text) is null then state in ('SENT', 'IN_DOUBT') else state = 'UNRESOLVED' end
              for update)
            update operation o set state = 'REFUSED', request = null, ended_at = :now, problem = cast(:problem as text),
                resolution = coalesce(cast(:resolution as text), o.resolution)
            from before b where o.operation_id = b.operation_id
            returning cast(o.operation_id as text), b.was,""" + ASKED;

    /** An answer that is later than this is recovery's, which asks UQPAY itself. */
    private static final Duration OVERTAKING = Duration.ofMinutes(10);

    private static final Logger LOG = Logger.getLogger(OperationEnds.class);

    private final ObjectMapper json;
    private final InstantSource clock;
    private final WriteMeters meters;

    OperationEnds(ObjectMapper json, InstantSource clock, WriteMeters meters) {
        this.json = json;
        this.clock = clock;
        this.meters = meters;
    }

    /** UQPAY accepted it; part of the transaction that writes what follows from it. */
    public Uni<Void> accept(Mutiny.Session session, End end) {
        return run(session.createNativeQuery(GIVEN + ACCEPT, Object[].class)
                .setParameter("ends", write(List.of(end)))
                .setParameter("since", clock.instant().minus(OVERTAKING)));
    }

    /**
     * The same for operations that a query finds.
     *
     * @param ends begins with {@code with} and ends with a query of the name {@code ends}
     * @param more more operations that turn out to be done late, as a {@code union}
     */
    Uni<Void> accept(Mutiny.Session session, String ends, String news, String more) {
        return run(
                session.createNativeQuery(ends + ACCEPT + more, Object[].class).setParameter("news", news));
    }

    private Uni<Void> run(SelectionQuery<Object[]> ends) {
        return ends.setParameter("now", clock.instant())
                .getResultList()
                .invoke(moved -> Transactions.afterCommit(() -> moved.stream()
                        .map(Operation.Settled::of)
                        .forEach(settled -> report(settled, AuditOutcome.ACCEPTED))))
                .replaceWithVoid();
    }

    /**
     * UQPAY refused it, beyond doubt, or an operator settled it so.
     *
     * @return false when it has ended otherwise
     */
    Uni<Boolean> refuse(
            Mutiny.Session session, UUID operationId, @Nullable String problem, @Nullable String resolution) {
        return session.createNativeQuery(REFUSE, Object[].class)
                .setParameter("id", operationId)
                .setParameter("problem", problem)
                .setParameter("resolution", resolution)
                .setParameter("now", clock.instant())
                .getResultList()
                .invoke(moved -> Transactions.afterCommit(() -> moved.stream()
                        .map(Operation.Settled::of)
                        .filter(Operation.Settled::wasInDoubt)
                        .forEach(settled -> report(settled, AuditOutcome.REFUSED))))
                .map(moved -> !moved.isEmpty());
    }

    /** The closing line of an operation that was in doubt; its request has long had its own. */
    private void report(Operation.Settled settled, AuditOutcome outcome) {
        if (settled.countedAsUndone()) {
            acceptedLate(settled.operationId());
        } else if (settled.wasInDoubt()) {
            LOG.infof("operation %s is no longer in doubt: %s", settled.operationId(), outcome);
        }
        AuditLog.write(settled.entry(outcome));
    }

    /**
     * It was noted as refused or not sent and turns out to be done: its caller got the answer that nothing had happened, and may
     * have asked for the same once more. Nothing can undo that, so an operator has to check.
     */
    private void acceptedLate(UUID operationId) {
        LOG.errorf("operation %s was reported as refused or not sent, but UQPAY carried it out", operationId);
        meters.acceptedLate();
    }

    private String write(List<End> ends) {
        try {
            return json.writeValueAsString(ends);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("ends hold nothing that JSON cannot", cannotBe);
        }
    }

    /**
     * That UQPAY accepted a write, and what is known by it. Names are the columns of the statement in {@link OperationEnds}.
     *
     * @param answer what a repeat is answered, as JSON; null where an answer of UQPAY's may still come
     * @param resolution how an operator settled it, as JSON
     */
    @RegisterForReflection
    public record End(
            UUID operationId,
            @Nullable UUID cardId,
            @Nullable String cardOrderId,
            @Nullable UUID cardholderId,
            @Nullable String orderStatus,
            @Nullable String failureCode,
            @Nullable String answer,
            @Nullable String resolution) {

        /** No answer of UQPAY's will come any more: a repeat is answered from the row. */
        private static final String NO_ANSWER = "{}";

        static End answered(UUID operationId, UqpayAcceptance acceptance, String answer) {
            return new End(
                    operationId,
                    acceptance.cardId(),
                    acceptance.cardOrderId(),
                    acceptance.cardholderId(),
                    acceptance.statusOfOrder(),
                    acceptance.failureCode(),
                    answer,
                    null);
        }

        /** By an order that was read. */
        public static End seen(UUID operationId, UqpayOrder order, String orderId) {
            UqpayAcceptance acceptance = new UqpayAcceptance(
                    order.cardId(), orderId, null, order.orderStatus(), null, null, order.failureCode());
            return answered(operationId, acceptance, NO_ANSWER);
        }

        /** By the order of one that was answered already. */
        public static End followed(UUID operationId, UqpayOrder order) {
            return new End(operationId, null, null, null, order.orderStatus(), order.failureCode(), null, null);
        }

        /** By a cardholder that shows what was asked for. */
        public static End ofCardholder(UUID operationId, UUID cardholderId) {
            return new End(operationId, null, null, cardholderId, null, null, NO_ANSWER, null);
        }

        /** By a card that shows what was asked for. */
        public static End seen(UUID operationId, UUID cardId) {
            return new End(operationId, cardId, null, null, null, null, NO_ANSWER, null);
        }
    }
}
