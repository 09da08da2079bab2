package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.Cards;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * A caller changes a card: status, limit and controls, money. UQPAY takes one change of a card at a time, so the right to
 * make one is claimed under the card's key. What the change does to the card comes with its event.
 */
@ApplicationScoped
class CardChanger {

    private static final String BUSY = """
            select count(*) from operation
            where card_id = :card and operation_id <> :self
              and (state in ('REQUESTED', 'SENT', 'IN_DOUBT')
                   or (state = 'ACCEPTED' and order_status in ('PENDING', 'PROCESSING') and created_at > :since))""";

    /**
     * The event of an order may overtake UQPAY's answer; it then found no operation with this order to move on, and none
     * will come again. The inbox is {@code webhook}'s table: it is only looked at, by its index on card and time.
     */
    private static final String OVERTAKEN = """
            update operation o
            set order_status = case when w.event_type like '%.failed' then 'FAILED' else 'SUCCESS' end
            from webhook_event w
            where o.operation_id = :id and w.card_id = o.card_id and w.source_id = o.card_order_id
              and w.received_at > o.created_at - interval '1 minute'
              and (w.event_type like '%.succeeded' or w.event_type like '%.failed')""";

    private final KeyedWrites writes;
    private final Claims claims;
    private final Operations operations;
    private final UpstreamWrite upstream;
    private final Cards cards;
    private final Uqpay uqpay;
    private final InstantSource clock;
    private final IssuingConfig config;

    CardChanger(
            KeyedWrites writes,
            Claims claims,
            Operations operations,
            UpstreamWrite upstream,
            Cards cards,
            Uqpay uqpay,
            InstantSource clock,
            IssuingConfig config) {
        this.writes = writes;
        this.claims = claims;
        this.operations = operations;
        this.upstream = upstream;
        this.cards = cards;
        this.uqpay = uqpay;
        this.clock = clock;
        this.config = config;
    }

    /**
     * One change of one card.
     *
     * @param intent names the card
     * @param rule ends the request with a problem when the request breaks a rule, or the card as it stands does not allow it
     * @param body what is sent, to the byte what a recovery would send again
     */
    record Change(UUID cardId, Intent intent, Consumer<CardSnapshot> rule, ObjectNode body, Sender sender) {}

    /** The call that makes the change at UQPAY. */
    interface Sender {
        Uni<UqpayAcceptance> send(Uqpay uqpay, UqpayCall call);
    }

    /** Makes the change once per key of the caller. */
    Uni<KeyedWrites.Answered> change(Change change) {
        Uni<Claim> claim = cards.holding(
                change.cardId(),
                (session, card) -> claim(
                        session, change, card.orElseThrow(() -> ProblemException.notFound("No card has this id."))));
        return writes.once(claim, won -> upstream.carryOut(won, change.body(), new Story(won, change)));
    }

    /** A repeat is told how the first stands before any rule is looked at: the card has changed since. */
    private Uni<Claim> claim(Mutiny.Session session, Change change, CardSnapshot card) {
        return claims.claimIn(session, change.intent()).flatMap(claim -> {
            if (!(claim instanceof Claim.Won won)) {
                return Uni.createFrom().item(claim);
            }
            change.rule().accept(card);
            return busy(session, change.cardId(), won.operationId()).map(busy -> {
                if (busy) {
                    throw new ProblemException(
                            ProblemCode.ORDER_IN_PROGRESS, "Wait until the earlier change of this card has ended.");
                }
                return claim;
            });
        });
    }

    private Uni<Boolean> busy(Mutiny.Session session, UUID cardId, UUID self) {
        return session.createNativeQuery(BUSY, Long.class)
                .setParameter("card", cardId)
                .setParameter("self", self)
                .setParameter("since", clock.instant().minus(config.orderPatience()))
                .getSingleResult()
                .map(count -> count > 0);
    }

    private final class Story implements UpstreamWrite.Story<UqpayAcceptance> {

        private final Claim.Won claim;
        private final Change change;

        Story(Claim.Won claim, Change change) {
            this.claim = claim;
            this.change = change;
        }

        @Override
        public Uni<UqpayAcceptance> send(UqpayCall call) {
            return change.sender().send(uqpay, call);
        }

        /** Under the card's key, so that the order's event comes either wholly before or wholly after. */
        @Override
        public Uni<ObjectNode> keep(UqpayAcceptance taken) {
            UUID id = claim.operationId();
            UqpayAcceptance ofThisCard = new UqpayAcceptance(
                    change.cardId(), taken.cardOrderId(), null, taken.orderStatus(), taken.createTime(), null);
            ObjectNode answer = CardIssuer.answer(id, ofThisCard);
            return cards.holding(change.cardId(), (session, card) -> operations
                    .accept(session, id, ofThisCard, answer.toString())
                    .flatMap(accepted -> session.createNativeQuery(OVERTAKEN)
                            .setParameter("id", id)
                            .executeUpdate())
                    .replaceWith(answer));
        }
    }
}
