// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.catalog.UpstreamProblems;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.problem.RequestTrail;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayException;
import dev.cardwire.uqpay.UqpayNotSentException;
import dev.cardwire.uqpay.UqpayRefusedException;
import io.micrometer.core.instrument.Timer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a claimed write out: notes that it is sent before the first byte leaves, sends it, and writes what UQPAY said.
 * Whatever fails after the note leaves the operation to recovery, and the caller gets the answer that the outcome is not known.
 */
@ApplicationScoped
class UpstreamWrite {

    private static final Logger LOG = Logger.getLogger(UpstreamWrite.class);

    private final Operations operations;
    private final OperationCalls calls;
    private final InstantSource clock;
    private final IssuingConfig config;
    private final OperationProblems problems;
    private final WriteMeters meters;
    private final EndWatch watch;

    UpstreamWrite(
            Operations operations,
            OperationCalls calls,
            InstantSource clock,
            IssuingConfig config,
            OperationProblems problems,
            WriteMeters meters,
            EndWatch watch) {
        this.operations = operations;
        this.calls = calls;
        this.clock = clock;
        this.config = config;
        this.problems = problems;
        this.meters = meters;
        this.watch = watch;
    }

    /**
     * Sends it and writes what became of it.
     *
     * @param claim the right to do it
     * @return how it stands; fails with a problem when nothing was done, and then the key is free
     */
    Uni<Writes.Outcome> carryOut(Claims.Claim.Won claim, Intent intent, Story story) {
        RequestTrail.add(RequestTrail.OPERATION, claim.operationId());
        Timer.Sample since = meters.begun();
        return marked(new Write(claim, intent, story.body(claim.operationId()), story))
                .onItemOrFailure()
                .invoke((end, failure) -> meters.ended(intent.kind(), end, since));
    }

    /** @param body what is sent, kept under encryption until the operation ends */
    private record Write(Claims.Claim.Won claim, Intent intent, ObjectNode body, Story story) {

        UUID id() {
            return claim.operationId();
        }

        Throwable storable(Throwable failure) {
            return OperationCalls.storable(body, failure);
        }
    }

    private Uni<Writes.Outcome> marked(Write write) {
        return operations.send(write.id(), write.body()).onItemOrFailure().transformToUni((mayBeSent, failure) -> {
            if (failure != null) {
                return unmarked(write.id(), failure);
            }
            return mayBeSent ? sent(write) : tooLate(write.id());
        });
    }

    /**
     * The mark was not confirmed, and may be committed all the same: left alone, recovery would send what this caller
     * takes elsewhere after this answer. So the key is freed first; if even that fails, the outcome is not known.
     */
    private Uni<Writes.Outcome> unmarked(UUID id, Throwable failure) {
        return freed(id, null, failure).onFailure(again -> again != failure).recoverWithItem(() -> inDoubt(id));
    }

    private Uni<Writes.Outcome> sent(Write write) {
        Claims.Claim.Won claim = write.claim();
        // Past the deadline the operation is recovery's, and its first sender must be silent.
        UqpayCall call = new UqpayCall(claim.upstreamKey(), true, claim.deadline(), CallPurpose.ISSUING);
        Uni<Writes.Outcome> end = calls.send(
                        write.intent().kind(), write.intent().subject(), write.body(), call)
                .flatMap(answer -> write.story().keep(write.id(), answer))
                .map(told -> accepted(claim, told))
                .onFailure(UqpayException.class)
                .recoverWithUni(failure -> failed(write, (UqpayException) failure))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(unstored -> doubt(write, unstored));
        // A caller is answered in time; the work goes on and its end is in the operation.
        return watch.answered(write.id(), end.memoize().indefinitely());
    }

    private static Writes.Outcome accepted(Claims.Claim.Won claim, ObjectNode answer) {
        return new Writes.Outcome.Accepted(claim.operationId(), answer);
    }

    private Uni<Writes.Outcome> failed(Write write, UqpayException failure) {
        UUID id = write.id();
        if (failure instanceof UqpayRefusedException refused) {
            Problem told = UpstreamProblems.refusal(refused);
            return operations
                    .refused(id, problems.refusal(write.intent().kind(), (UqpayRefusedException)
                            write.storable(refused)))
                    .map(noted -> noted ? new Writes.Outcome.Refused(id, told) : inDoubt(id));
        }
        if (failure instanceof UqpayNotSentException notSent) {
            ProblemException problem = UpstreamProblems.of(notSent);
            String kept = problems.text(problem.problem());
            return hasLeft(notSent) ? held(id, kept, problem) : freed(id, kept, problem);
        }
        return doubt(write, failure);
    }

    private Uni<Writes.Outcome> doubt(Write write, Throwable cause) {
        LOG.warnf(
                "operation %s is in doubt: %s",
                write.id(), OperationProblems.lastSeen(write.intent().kind(), write.storable(cause)));
        Writes.Outcome inDoubt = inDoubt(write.id());
        String problem = problems.doubt(write.intent().kind(), write.storable(cause), 1);
        return operations
                .inDoubt(write.id(), clock.instant().plus(config.recoveryPause()), problem)
                .map(done -> inDoubt)
                // The row is SENT then, and recovery takes it up at its deadline all the same.
                .onFailure()
                .recoverWithItem(inDoubt);
    }

    private Uni<Writes.Outcome> tooLate(UUID operationId) {
        ProblemException problem = new ProblemException(
                ProblemCode.OVERLOADED, "The request could not be sent in time. It is safe to retry.");
        return freed(operationId, problems.text(problem.problem()), problem);
    }

    /** The caller learns that nothing was sent only when the row says so: a key that is not free must not appear free. */
    private Uni<Writes.Outcome> freed(UUID id, @Nullable String problem, Throwable told) {
        return operations
                .notSent(id, problem)
                .flatMap(freed -> freed
                        ? Uni.createFrom().failure(told)
                        : Uni.createFrom().item(inDoubt(id)));
    }

    /** A firewall or an edge may answer so after UQPAY did the work: only what provably never left frees the key. */
    private static boolean hasLeft(UqpayNotSentException notSent) {
        return switch (notSent.reason()) {
            case RATE_LIMITED, UNAUTHORIZED -> true;
            case UNAVAILABLE, BUDGET -> false;
        };
    }

    private Uni<Writes.Outcome> held(UUID id, String problem, Throwable told) {
        return operations
                .hold(id, problem)
                .flatMap(held ->
                        held ? Uni.createFrom().failure(told) : Uni.createFrom().item(inDoubt(id)));
    }

    private static Writes.Outcome inDoubt(UUID id) {
        return new Writes.Outcome.InDoubt(id, OperationState.IN_DOUBT);
    }
}
