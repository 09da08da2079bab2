// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.audit.AuditLog;
import dev.cardwire.audit.AuditOutcome;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.issuing.operation.Acceptances;
import dev.cardwire.issuing.operation.CardRequestFacts;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.OperationCalls;
import dev.cardwire.issuing.operation.OperationProblems;
import dev.cardwire.issuing.operation.OperationState;
import dev.cardwire.issuing.operation.Operations;
import dev.cardwire.time.BackOff;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayJson;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of one operation: repeats it with its own upstream key while UQPAY still knows that, so that UQPAY
 * answers from its record, and searches for its effect where the repeat does not tell, because UQPAY may keep a failed
 * answer under the key. After that it only searches.
 */
@ApplicationScoped
class RecoveredOperation {

    private static final Logger LOG = Logger.getLogger(RecoveredOperation.class);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    private final Operations operations;
    private final Acceptances acceptances;
    private final OperationCalls sending;
    private final EffectSearch search;
    private final InstantSource clock;
    private final RecoveryConfig config;
    private final BackOff pauses;
    private final OperationProblems problems;

    RecoveredOperation(
            Operations operations,
            Acceptances acceptances,
            OperationCalls sending,
            EffectSearch search,
            InstantSource clock,
            RecoveryConfig config,
            OperationProblems problems) {
        this.operations = operations;
        this.acceptances = acceptances;
        this.sending = sending;
        this.search = search;
        this.clock = clock;
        this.config = config;
        this.pauses = new BackOff(config.pause(), LONGEST_PAUSE);
        this.problems = problems;
    }

    Uni<Void> settle(Operation operation) {
        return switch (operation.state()) {
            case REQUESTED ->
                operations
                        .expire(operation.operationId())
                        .invoke(expired -> audit(expired, operation, AuditOutcome.NOT_SENT))
                        .replaceWithVoid();
            case SENT, IN_DOUBT ->
                operations
                        .takeUp(operation.operationId(), clock.instant().plus(config.hold()))
                        // of the others their caller has a line
                        .invoke(mine -> audit(
                                mine && operation.state() == OperationState.SENT, operation, AuditOutcome.IN_DOUBT))
                        .flatMap(mine -> mine ? found(operation) : nothing());
            case NOT_SENT, ACCEPTED, REFUSED, UNRESOLVED -> Uni.createFrom().voidItem();
        };
    }

    private Uni<Void> found(Operation operation) {
        Instant sentAt = operation.sentAt() == null ? operation.createdAt() : operation.sentAt();
        return operations
                .requestOf(operation.operationId())
                // our own bytes, read as they were written: what a caller may not send can well be in them
                .map(bytes -> bytes.flatMap(UqpayJson::read))
                .flatMap(body -> found(operation, body, sentAt));
    }

    private Uni<Void> found(Operation operation, Optional<ObjectNode> body, Instant sentAt) {
        Instant lastRepeat = sentAt.plus(config.repeatFor());
        if (!clock.instant().isBefore(lastRepeat)) {
            return looked(operation, body, sentAt.plus(config.lookFor()));
        }
        if (body.isPresent()) {
            return repeated(operation, body.get(), lastRepeat);
        }
        // the operator may still give the key back, and until then nothing is lost but time
        LOG.errorf("operation %s cannot be repeated: no configured key opens its request", operation.operationId());
        return searched(operation, body, null);
    }

    private Uni<Void> repeated(Operation operation, ObjectNode body, Instant lastRepeat) {
        UqpayCall call = new UqpayCall(operation.upstreamKey(), false, lastRepeat, CallPurpose.RECOVERY);
        return sending.send(operation.kind(), operation.subject(), body, call)
                .flatMap(answer -> accepted(operation, body, answer.acceptance()))
                .onFailure(UqpayRefusedException.class)
                .recoverWithUni(refusal -> refused(operation, (UqpayRefusedException) refusal))
                .onFailure(UqpayException.class)
                .recoverWithUni(failure -> searched(operation, Optional.of(body), failure));
    }

    /**
     * The search while repeats go on. It never gives up: what is not there yet may still be on its way. Where not even the
     * repeat could be sent, nor can the search.
     *
     * @param failure of the repeat; null when there was none
     */
    private Uni<Void> searched(Operation operation, Optional<ObjectNode> body, @Nullable Throwable failure) {
        Uni<Void> putOff = putOff(operation, failure);
        return failure instanceof UqpayNotSentException
                ? putOff
                // put off first, so that a replica that dies while it searches has noted what it saw
                : putOff.flatMap(done -> search.at(operation, body))
                        .onFailure(UqpayException.class)
                        .recoverWithItem(false)
                        .flatMap(known -> nothing());
    }

    /**
     * A look that fails is made again, but not for ever: only an operation that was given up can be settled by an operator.
     * What UQPAY does not know cannot be looked at.
     */
    private Uni<Void> looked(Operation operation, Optional<ObjectNode> body, Instant lastLook) {
        return search.at(operation, body)
                .onFailure(UqpayRefusedException.class)
                .recoverWithItem(false)
                .flatMap(known -> known ? nothing() : unresolved(operation))
                .onFailure(UqpayException.class)
                .recoverWithUni(failure ->
                        clock.instant().isBefore(lastLook) ? putOff(operation, failure) : unresolved(operation));
    }

    private Uni<Void> accepted(Operation operation, ObjectNode body, UqpayAcceptance taken) {
        UUID id = operation.operationId();
        Uni<ObjectNode> kept =
                switch (operation.kind()) {
                    case ISSUE_CARD -> acceptances.card(id, CardRequestFacts.of(body, null), taken);
                    case RECHARGE, WITHDRAW, UPDATE_CARD, UPDATE_STATUS ->
                        operation.cardId() == null
                                ? acceptances.other(id, taken)
                                : acceptances.change(id, operation.cardId(), taken);
                    case CREATE_CARDHOLDER, UPDATE_CARDHOLDER -> acceptances.other(id, taken);
                };
        return kept.replaceWithVoid();
    }

    private Uni<Void> refused(Operation operation, UqpayRefusedException refusal) {
        return operations
                .refused(operation.operationId(), problems.refusal(operation.kind(), refusal))
                .replaceWithVoid();
    }

    /** @param failure of the try or the look; null when there was none */
    private Uni<Void> putOff(Operation operation, @Nullable Throwable failure) {
        String problem = failure == null ? null : problems.doubt(operation.kind(), failure, operation.attempts() + 1);
        Instant next = clock.instant().plus(pauses.after(operation.attempts()));
        return operations.inDoubt(operation.operationId(), next, problem).replaceWithVoid();
    }

    private Uni<Void> unresolved(Operation operation) {
        LOG.errorf("operation %s is UNRESOLVED: an operator has to settle it", operation.operationId());
        return operations
                .giveUp(operation.operationId())
                .invoke(given -> audit(given, operation, AuditOutcome.UNRESOLVED))
                .replaceWithVoid();
    }

    private void audit(boolean moved, Operation operation, AuditOutcome outcome) {
        if (moved) {
            AuditLog.write(operation.audit(outcome, clock.instant()));
        }
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
