// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.card.AppliedReports;
import dev.cardwire.card.CardParticipant;
import dev.cardwire.card.CardReport;
import dev.cardwire.card.ReportOutcome;
import dev.cardwire.card.ReportOutcomes;
import dev.cardwire.card.lifecycle.CardSignal;
import dev.cardwire.card.log.ChangeCause;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayJson;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * What events and reads report of operations: a card that carries an operation's tag was issued by it, and an order that is
 * known says how it stands. A tag joins at most one card, and never takes an operation that has another one. The card of an
 * operation that counts as never sent, as its caller was answered, changes nothing any more, but is reported.
 */
@ApplicationScoped
class ReportedOutcomes implements CardParticipant {

    private static final String NEWS = """
            with news as (
              select * from jsonb_to_recordset(cast(cast(:news as text) as jsonb))
                  as n(tag uuid, order_id text, creates boolean, card_id uuid, order_status text, failure_code text))""";

    private static final String JOINED_BY_TAG = """
            (o.operation_id = n.tag and o.kind = 'ISSUE_CARD' and (o.card_id is null or o.card_id = n.card_id)
             and not exists (select 1 from operation x where x.card_id = n.card_id
                             and x.kind = 'ISSUE_CARD' and x.operation_id <> o.operation_id))""";

    private static final String CARDS_OF = """
            select card_order_id, card_id from operation where card_order_id in (:orders) and card_id is not null""";

    private static final String ASKED = NEWS + """

            select o.operation_id, n.card_id, o.request from operation o join news n on""" + JOINED_BY_TAG + """

            where o.state in ('SENT', 'IN_DOUBT') and o.request is not null""";

    /** An answer that is null may still come to the request that was sent. */
    private static final String ENDS = NEWS + """
            , ends as (
              select distinct on (o.operation_id) o.operation_id, n.card_id, t.order_id as card_order_id,
                  cast(null as uuid) as cardholder_id, t.order_status, t.failure_code,
                  cast(null as text) as answer, cast(null as text) as resolution, true as latest
              from operation o
              join news n on""" + JOINED_BY_TAG + """
             or o.card_order_id = n.order_id
              left join lateral (select n.order_id, n.order_status, n.failure_code
                                 where n.creates or o.card_order_id = n.order_id) t on true
              where o.state in ('SENT', 'IN_DOUBT', 'UNRESOLVED', 'REFUSED', 'ACCEPTED')
                 or (o.state = 'NOT_SENT' and o.key_held)
              order by o.operation_id, t.order_id is null)""";

    /** The card of an operation that was never sent, according to the answer to its caller. */
    private static final String NEVER_SENT = """

            union
            select cast(o.operation_id as text), 'NOT_SENT',""" + OperationEnds.ASKED + """
             from operation o
            join news n on o.operation_id = n.tag where o.kind = 'ISSUE_CARD' and o.state = 'NOT_SENT' and not o.key_held""";

    private final ObjectMapper json;
    private final OperationEnds ends;
    private final RequestCipher cipher;
    private final EndWatch watch;

    ReportedOutcomes(ObjectMapper json, OperationEnds ends, RequestCipher cipher, EndWatch watch) {
        this.watch = watch;
        this.json = json;
        this.ends = ends;
        this.cipher = cipher;
    }

    /**
     * Names are the statement's columns.
     *
     * @param creates whether no other order than the one that made the card is spoken of: only that one is an issuing's own
     */
    @RegisterForReflection
    private record News(
            @Nullable UUID tag,
            @Nullable String orderId,
            boolean creates,
            @Nullable UUID cardId,
            @Nullable String orderStatus,
            @Nullable String failureCode) {}

    @Override
    public LockOrder lockOrder() {
        return LockOrder.OPERATIONS;
    }

    /** The cards that these orders changed, as far as their operations know. */
    @Override
    public Uni<List<CardReport>> identify(Mutiny.Session session, List<CardReport> reports) {
        Set<String> orders = CardReport.ordersWithoutCard(reports);
        return orders.isEmpty()
                ? Uni.createFrom().item(reports)
                : cardsOf(session, orders).map(cards -> CardReport.named(reports, cards));
    }

    private static Uni<Map<String, UUID>> cardsOf(Mutiny.Session session, Set<String> orderIds) {
        return session.createNativeQuery(CARDS_OF, Object[].class)
                .setParameter("orders", orderIds)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> (String) row[0], row -> (UUID) row[1], (first, second) -> first)));
    }

    /**
     * What was asked for when the cards of these reports were issued, for those whose answer is still missing: facts that
     * UQPAY's events and reads do not repeat, and that fill the gaps of what these say.
     */
    @Override
    public Uni<List<CardReport>> during(Mutiny.Session session, AppliedReports applied) {
        List<News> tagged = applied.reports().stream()
                .filter(report -> report.facts().tag() != null && report.cardId() != null)
                .filter(report -> !isOfOperation(report))
                .map(report -> news(report, report.cardId()))
                .toList();
        if (tagged.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return session.createNativeQuery(ASKED, Object[].class)
                .setParameter("news", write(tagged))
                .getResultList()
                .map(rows -> rows.stream()
                        .flatMap(row -> asked((UUID) row[0], (UUID) row[1], (byte[]) row[2]).stream())
                        .toList());
    }

    /** Empty when no configured key opens the request, or it is not what was once written: an event must not fail over it. */
    private Optional<CardReport> asked(UUID operationId, UUID cardId, byte[] request) {
        try {
            return opened(operationId, cardId, request);
        } catch (ProblemException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<CardReport> opened(UUID operationId, UUID cardId, byte[] request) {
        return cipher.open(request)
                .flatMap(UqpayJson::read)
                .map(body -> new CardReport(
                        cardId,
                        null,
                        new CardSignal.Accepted(null),
                        CardRequestFacts.of(body, null).tag(operationId).build(),
                        new CardReport.Source(ChangeCause.REQUEST, null, operationId, null)));
    }

    /** Moves the operations behind these outcomes on. */
    @Override
    public Uni<Void> after(Mutiny.Session session, ReportOutcomes outcomes) {
        List<News> news = outcomes.all()
                .filter(outcome -> bearsOnOperation(outcome.report()))
                .map(outcome -> news(outcome.report(), outcome.cardId()))
                .toList();
        if (news.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return ends.accept(session, ENDS, write(news), NEVER_SENT);
    }

    /** The call of an issuing that an event or a read has ended need not wait for its answer any longer. */
    @Override
    public void committed(ReportOutcomes outcomes) {
        outcomes.all()
                .map(ReportOutcome::report)
                .filter(report -> !isOfOperation(report))
                .map(report -> report.facts().tag())
                .filter(Objects::nonNull)
                .forEach(watch::ring);
    }

    private static boolean bearsOnOperation(CardReport report) {
        return !isOfOperation(report)
                && (report.facts().tag() != null || report.source().orderId() != null);
    }

    /** Whether it belongs to the operation that issued its card: the reporter ends that one in the same commit. */
    private static boolean isOfOperation(CardReport report) {
        UUID operation = report.source().operationId();
        return operation != null && operation.equals(report.facts().tag());
    }

    private static News news(CardReport report, @Nullable UUID cardId) {
        return new News(
                report.facts().tag(),
                report.source().orderId(),
                report.createdBy() != null || report.source().orderId() == null,
                cardId,
                report.facts().orderStatus(),
                report.facts().orderFailure() == null
                        ? report.facts().failureCode()
                        : report.facts().orderFailure());
    }

    private String write(List<News> news) {
        try {
            return json.writeValueAsString(news);
        } catch (JsonProcessingException cannotBe) {
            throw new IllegalStateException("news hold nothing that JSON cannot", cannotBe);
        }
    }
}
