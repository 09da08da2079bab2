// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.catalog.Catalog;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.Intent;
import dev.cardwire.issuing.operation.IssuingConfig;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.Story;
import dev.cardwire.issuing.operation.Writes;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A caller changes or completes a cardholder, so that one refused as {@code kyc_insufficient} can get a card. Nothing that
 * the caller says of a person is kept here.
 */
@ApplicationScoped
class CardholderChanger {

    private final Writes writes;
    private final Acceptances acceptances;
    private final Catalog catalog;
    private final InstantSource clock;
    private final Duration checkWithin;

    CardholderChanger(
            Writes writes, Acceptances acceptances, Catalog catalog, InstantSource clock, IssuingConfig config) {
        this.writes = writes;
        this.acceptances = acceptances;
        this.catalog = catalog;
        this.clock = clock;
        this.checkWithin = config.checkWithin();
    }

    /** What is asked for, read and checked. */
    record Wish(Intent intent, CardholderRequest request) {}

    /** Takes long for a large body. */
    Wish read(Intent intent) {
        return new Wish(intent, CardholderRequest.change(intent.body(), PersonRules.today(clock)));
    }

    /** Changes the cardholder once per key of the caller. */
    Uni<Writes.Result> change(Wish wish) {
        UUID cardholderId = Objects.requireNonNull(wish.intent().cardholderId());
        return writes.carryOut(wish.intent(), new Change(cardholderId, wish.request()));
    }

    private final class Change implements Story {

        private final UUID cardholderId;
        private final CardholderRequest request;

        Change(UUID cardholderId, CardholderRequest request) {
            this.cardholderId = cardholderId;
            this.request = request;
        }

        @Override
        public Uni<Void> check() {
            return catalog.cardholder(cardholderId)
                    .ifNoItem()
                    .after(checkWithin)
                    .failWith(this::tooSlow)
                    // a request that is broken already is answered so, also while UQPAY cannot be asked for the rest
                    .onFailure(UqpayException.class)
                    .invoke(failure -> request.fields().throwIfBroken())
                    .invoke(this::checkKnown)
                    .replaceWithVoid();
        }

        private void checkKnown(Optional<UqpayCardholder> holder) {
            if (holder.isEmpty()) {
                throw ProblemException.notFound("No cardholder has this id.");
            }
            request.fields().throwIfBroken();
        }

        private ProblemException tooSlow() {
            request.fields().throwIfBroken();
            return new ProblemException(
                    ProblemCode.UPSTREAM_UNAVAILABLE, "UQPAY is too slow to check the request. Try again.");
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
