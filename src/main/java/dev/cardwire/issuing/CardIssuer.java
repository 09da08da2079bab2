// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.CardRequestFacts;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.IssuingConfig;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.issuing.operation.Writes;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayProduct;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A caller asks for a card: the rules are checked, UQPAY is asked, and what it answers is written together with the card.
 * Exactly one card per key, whatever dies.
 */
@ApplicationScoped
class CardIssuer {

    private final Writes writes;
    private final IssueRules rules;
    private final Acceptances acceptances;
    private final InstantSource clock;
    private final Duration checkWithin;

    CardIssuer(Writes writes, IssueRules rules, Acceptances acceptances, InstantSource clock, IssuingConfig config) {
        this.writes = writes;
        this.rules = rules;
        this.acceptances = acceptances;
        this.clock = clock;
        this.checkWithin = config.checkWithin();
    }

    /** Issues a card once per key of the caller. */
    Uni<Writes.Result> issue(Intent intent) {
        return writes.carryOut(intent, new Issue(IssueRequest.read(intent.body(), PersonRules.today(clock))));
    }

    private final class Issue implements Story {

        private final IssueRequest request;

        /** Known once the rules are checked. */
        private volatile @Nullable UqpayProduct product;

        Issue(IssueRequest request) {
            this.request = request;
        }

        @Override
        public Uni<Void> check() {
            return rules.check(request)
                    .ifNoItem()
                    .after(checkWithin)
                    .failWith(this::tooSlow)
                    .invoke(found -> product = found)
                    .replaceWithVoid();
        }

        @Override
        public ObjectNode body(UUID operationId) {
            return request.bodyFor(operationId);
        }

        @Override
        public Uni<ObjectNode> keep(UUID operationId, OperationCalls.Answer answer) {
            return acceptances.card(operationId, CardRequestFacts.of(body(operationId), product), answer.acceptance());
        }

        /** A request that is broken already is answered so, also while UQPAY cannot be asked for the rest. */
        private ProblemException tooSlow() {
            return request.fields().errors().isEmpty()
                    ? new ProblemException(
                            ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY is too slow to check the request. Try again.")
                    : ProblemException.validation(request.fields().errors());
        }
    }
}
