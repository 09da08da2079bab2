// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.issuing.operation.Writes;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;

/** A caller has a cardholder made. Nothing that the caller says of a person is kept here. */
@ApplicationScoped
class CardholderMaker {

    private final Writes writes;
    private final Acceptances acceptances;
    private final InstantSource clock;

    CardholderMaker(Writes writes, Acceptances acceptances, InstantSource clock) {
        this.writes = writes;
        this.acceptances = acceptances;
        this.clock = clock;
    }

    /** What is asked for, read and checked. */
    record Wish(Intent intent, CardholderRequest request) {}

    /** Takes long for a large body. */
    Wish read(Intent intent) {
        return new Wish(intent, CardholderRequest.read(intent.body(), PersonRules.today(clock)));
    }

    /** Creates a cardholder once per key of the caller. */
    Uni<Writes.Result> make(Wish wish) {
        return writes.carryOut(wish.intent(), new Creation(wish.request()));
    }

    private final class Creation implements Story {

        private final CardholderRequest request;

        Creation(CardholderRequest request) {
            this.request = request;
        }

        @Override
        public Uni<Void> check() {
            request.fields().throwIfBroken();
            return Uni.createFrom().voidItem();
        }

        @Override
        public ObjectNode body(UUID operationId) {
            return request.body();
        }

        @Override
        public Uni<ObjectNode> keep(UUID operationId, OperationCalls.Answer answer) {
            return acceptances.cardholder(operationId, Objects.requireNonNull(answer.cardholder()));
        }
    }
}
