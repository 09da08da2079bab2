// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardSnapshot;
import dev.cardwire.card.Cards;
import dev.cardwire.card.lifecycle.CardStatus;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.Claim;
import dev.cardwire.issuing.operation.Claims;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.IssuingConfig;
import dev.cardwire.issuing.operation.KeyedWrites;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.UpstreamWrite;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
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

    private final KeyedWrites writes;
    private final Claims claims;
    private final UpstreamWrite upstream;
    private final Acceptances acceptances;
    private final Cards cards;
    private final OperationCalls sending;
    private final InstantSource clock;
    private final IssuingConfig config;

    CardChanger(
            KeyedWrites writes,
            Claims claims,
            UpstreamWrite upstream,
            Acceptances acceptances,
            Cards cards,
            OperationCalls sending,
            InstantSource clock,
            IssuingConfig config) {
        this.writes = writes;
        this.claims = claims;
        this.upstream = upstream;
        this.acceptances = acceptances;
        this.cards = cards;
        this.sending = sending;
        this.clock = clock;
        this.config = config;
    }

    /**
     * One change of one card.
     *
     * @param intent names the card
     * @param body what is sent, to the byte what a recovery would send again
     */
    record Change(Intent intent, Rules rules, ObjectNode body) {

        UUID cardId() {
            return Objects.requireNonNull(intent.cardId());
        }
    }

    /** What ends a request with a problem before UQPAY is asked. */
    interface Rules {

        /** What the request itself breaks, and what this kind of card does not have. */
        void checkFields(CardSnapshot card);

        /** Whether the card's status allows the change. An earlier change under way may move it, and is looked for first. */
        void checkStatus(CardSnapshot card);
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
            change.rules().checkFields(card);
            return busy(session, change.cardId(), won.operationId()).map(busy -> {
                // one that is not made yet takes no change at all, which says more than that it is being made
                if (busy && card.cardStatus() != CardStatus.PENDING) {
                    throw new ProblemException(
                            ProblemCode.ORDER_IN_PROGRESS, "Wait until the earlier change of this card has ended.");
                }
                change.rules().checkStatus(card);
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
            return sending.send(change.intent().kind(), change.cardId(), change.body(), call);
        }

        @Override
        public Uni<ObjectNode> keep(UqpayAcceptance taken) {
            return acceptances.change(claim.operationId(), change.cardId(), taken);
        }
    }
}
