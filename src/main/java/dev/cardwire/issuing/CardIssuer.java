// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.CardRequestFacts;
import dev.cardwire.issuing.operation.Claim;
import dev.cardwire.issuing.operation.Claims;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.IssuingConfig;
import dev.cardwire.issuing.operation.KeyedWrites;
import dev.cardwire.issuing.operation.UpstreamWrite;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.Uqpay;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayProduct;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/**
 * A caller asks for a card: the key is claimed, the rules are checked, the intent is marked as sent, UQPAY is asked with
 * a key of its own, and what it says is written together with the card. Exactly one card per request, whatever dies.
 */
@ApplicationScoped
class CardIssuer {

    private final KeyedWrites writes;
    private final Claims claims;
    private final IssueRules rules;
    private final UpstreamWrite upstream;
    private final Uqpay uqpay;
    private final Acceptances acceptances;
    private final Duration checkWithin;

    CardIssuer(
            KeyedWrites writes,
            Claims claims,
            IssueRules rules,
            UpstreamWrite upstream,
            Uqpay uqpay,
            Acceptances acceptances,
            IssuingConfig config) {
        this.writes = writes;
        this.claims = claims;
        this.rules = rules;
        this.upstream = upstream;
        this.uqpay = uqpay;
        this.acceptances = acceptances;
        this.checkWithin = config.checkWithin();
    }

    /** Issues a card once per key of the caller. */
    Uni<KeyedWrites.Answered> issue(Intent intent) {
        IssueRequest request = IssueRequest.read(intent.body());
        return writes.once(claims.claim(intent), claim -> check(request)
                .flatMap(product -> upstream.carryOut(
                        claim, request.bodyFor(claim.operationId()), new Issue(claim, request, product))));
    }

    private Uni<UqpayProduct> check(IssueRequest request) {
        return rules.check(request)
                .ifNoItem()
                .after(checkWithin)
                .failWith(() -> request.fields().errors().isEmpty()
                        ? new ProblemException(
                                ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY is too slow to check the request. Try again.")
                        : ProblemException.validation(request.fields().errors()));
    }

    /** What sending and keeping mean for a card. */
    private final class Issue implements UpstreamWrite.Story<UqpayAcceptance> {

        private final Claim.Won claim;
        private final IssueRequest request;
        private final UqpayProduct product;

        Issue(Claim.Won claim, IssueRequest request, UqpayProduct product) {
            this.claim = claim;
            this.request = request;
            this.product = product;
        }

        @Override
        public Uni<UqpayAcceptance> send(UqpayCall call) {
            return uqpay.createCard(request.bodyFor(claim.operationId()), call);
        }

        @Override
        public Uni<ObjectNode> keep(UqpayAcceptance taken) {
            return acceptances.card(
                    claim.operationId(), CardRequestFacts.of(request.bodyFor(claim.operationId()), product), taken);
        }
    }
}
