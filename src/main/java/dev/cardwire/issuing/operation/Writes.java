// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.audit.AuditTrail;
import dev.cardwire.card.Cards;
import dev.cardwire.catalog.UpstreamProblems;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import org.jboss.logging.MDC;

/**
 * The one door through which every write goes to UQPAY: the key is claimed, the story's rules are checked, the operation is
 * marked as sent in a commit of its own, UQPAY is called with a key that outlives this process, and its answer is written.
 * A repeat with the same key is answered from the operation. One effect per key, whatever dies, whenever.
 */
@ApplicationScoped
public class Writes {

    private final Claims claims;
    private final Cards cards;
    private final UpstreamWrite upstream;
    private final Operations operations;
    private final Replays replays;

    Writes(Claims claims, Cards cards, UpstreamWrite upstream, Operations operations, Replays replays) {
        this.claims = claims;
        this.cards = cards;
        this.upstream = upstream;
        this.operations = operations;
        this.replays = replays;
    }

    /**
     * Carries a write out once per key of the caller.
     *
     * @return how it stands; fails with a problem when nothing was done at UQPAY
     */
    public Uni<Result> carryOut(Intent asked, Story story) {
        Intent intent = asked.of((String) MDC.get(RequestTrail.REQUEST));
        UUID cardId = intent.cardId();
        Uni<Claims.Claim> claimed = cardId == null ? claims.claim(intent) : claimOnCard(cardId, intent, story);
        return claimed.flatMap(claim -> answered(claim, intent, story)).invoke(Writes::audit);
    }

    private static void audit(Result result) {
        RequestTrail.add(RequestTrail.OPERATION, result.end().operationId());
        if (result.end() instanceof Outcome.Accepted accepted
                && accepted.answer().hasNonNull("card_id")) {
            RequestTrail.add(RequestTrail.CARD, accepted.answer().get("card_id").asText());
        }
        AuditTrail.ended(result.replayed() ? AuditOutcome.REPLAYED : outcome(result.end()));
    }

    private static AuditOutcome outcome(Outcome end) {
        if (end instanceof Outcome.Accepted) {
            return AuditOutcome.ACCEPTED;
        }
        return end instanceof Outcome.Refused ? AuditOutcome.REFUSED : AuditOutcome.IN_DOUBT;
    }

    /** UQPAY takes one change of a card at a time, so the right to make one is claimed under the card's key. */
    private Uni<Claims.Claim> claimOnCard(UUID cardId, Intent intent, Story story) {
        return cards.holding(cardId, (session, card) -> {
            if (card.isEmpty()) {
                throw ProblemException.notFound("No card has this id.");
            }
            // a repeat is answered from the first before any rule is checked: the card has changed since
            return claims.claimIn(session, intent)
                    .flatMap(claim -> claim instanceof Claims.Claim.Won won
                            ? claims.earlier(session, cardId, won.operationId())
                                    .invoke(earlier -> story.checkCard(new Story.CardUse(
                                            card.get().card(),
                                            earlier,
                                            card.get().readWanted())))
                                    .replaceWith(claim)
                            : Uni.createFrom().item(claim));
        });
    }

    private Uni<Result> answered(Claims.Claim claim, Intent intent, Story story) {
        if (claim instanceof Claims.Claim.Won won) {
            return first(won, intent, story).map(end -> new Result(end, false));
        }
        if (claim instanceof Claims.Claim.Known known) {
            return Uni.createFrom().item(() -> new Result(replays.of(known.operation()), true));
        }
        throw new ProblemException(
                ProblemCode.IDEMPOTENCY_KEY_REUSED, "This key belongs to a request with another body or path.");
    }

    /** What fails before anything was sent leaves nothing behind and frees the key. */
    private Uni<Outcome> first(Claims.Claim.Won won, Intent intent, Story story) {
        return Uni.createFrom()
                .deferred(() -> story.check())
                .flatMap(checked -> upstream.carryOut(won, intent, story))
                .onFailure(UqpayException.class)
                .transform(failure -> beforeSending((UqpayException) failure))
                // A store that cannot forget is the answer then: the key is not free yet, and an error of the request
                // would say that it is.
                .onFailure()
                .recoverWithUni(failure -> operations.forget(won.operationId()).flatMap(done -> Uni.createFrom()
                        .failure(failure)));
    }

    /** UQPAY refused a read that a rule needs. That is not a refusal of the write: the key is free. */
    private static ProblemException beforeSending(UqpayException failure) {
        return failure instanceof UqpayRefusedException
                ? new ProblemException(
                        ProblemCode.UPSTREAM_UNAVAILABLE,
                        "UQPAY did not answer the checks that come first. Nothing was sent.")
                : UpstreamProblems.of(failure);
    }

    /**
     * How a write stands, and whether this request only repeated one.
     */
    public record Result(Outcome end, boolean replayed) {}

    /** How a write at UQPAY stands when its caller is answered. */
    public sealed interface Outcome {

        UUID operationId();

        /**
         * UQPAY took it on.
         *
         * @param answer the answer to the caller, repeated on a replay
         */
        record Accepted(UUID operationId, ObjectNode answer) implements Outcome {}

        /** UQPAY said no, beyond doubt. */
        record Refused(UUID operationId, Problem problem) implements Outcome {}

        /** Not known yet; it is settled in the background. */
        record InDoubt(UUID operationId, OperationState state) implements Outcome {}
    }
}
