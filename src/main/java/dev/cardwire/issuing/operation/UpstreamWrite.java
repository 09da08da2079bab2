// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Carries a claimed write out: notes that it is sent before the first byte leaves, sends it, and writes what UQPAY said.
 * Whatever fails after the note leaves the operation to recovery, and the caller is told that the outcome is not known.
 */
@ApplicationScoped
public class UpstreamWrite {

    private static final Logger LOG = Logger.getLogger(UpstreamWrite.class);

    private final Operations operations;
    private final InstantSource clock;
    private final IssuingConfig config;
    private final ObjectMapper json;
    private final WriteMeters meters;

    UpstreamWrite(
            Operations operations, InstantSource clock, IssuingConfig config, ObjectMapper json, WriteMeters meters) {
        this.meters = meters;
        this.operations = operations;
        this.clock = clock;
        this.config = config;
        this.json = json;
    }

    /** The kind-specific parts of a write. */
    public interface Story<T> {

        /** Sends it. */
        Uni<T> send(UqpayCall call);

        /** Writes the acceptance and all that follows from it, in one commit, and says what the caller is told. */
        Uni<ObjectNode> keep(T taken);

        /** Whether it is about a person, whose data may be in UQPAY's words and must not be stored. */
        default boolean isPersonal() {
            return false;
        }
    }

    /**
     * Sends it and writes down what became of it.
     *
     * @param claim the right to do it
     * @param body what is sent, kept under encryption until the operation ends
     * @return how it stands; fails with a problem when surely nothing was done, and then the key is free
     */
    public <T> Uni<WriteOutcome> carryOut(Claim.Won claim, ObjectNode body, Story<T> story) {
        RequestTrail.add(RequestTrail.OPERATION, claim.operationId());
        Timer.Sample since = meters.begun();
        return noted(claim, body, story)
                .onItemOrFailure()
                .invoke((end, failure) -> meters.ended(claim.kind(), end, since));
    }

    private <T> Uni<WriteOutcome> noted(Claim.Won claim, ObjectNode body, Story<T> story) {
        UUID id = claim.operationId();
        return operations.send(id, body).onItemOrFailure().transformToUni((mayBeSent, failure) -> {
            if (failure != null) {
                return unnoted(id, failure);
            }
            return mayBeSent ? sent(claim, story) : tooLate(id);
        });
    }

    /**
     * The note was not confirmed, and may be committed all the same: left alone, recovery would send what this caller was
     * told to take elsewhere. So the key is freed first, and who cannot do even that does not know the outcome.
     */
    private Uni<WriteOutcome> unnoted(UUID id, Throwable failure) {
        return freed(id, null, failure).onFailure(again -> again != failure).recoverWithItem(() -> inDoubt(id));
    }

    private <T> Uni<WriteOutcome> sent(Claim.Won claim, Story<T> story) {
        // Past the deadline the operation is recovery's, and its first sender must be silent.
        UqpayCall call = new UqpayCall(claim.upstreamKey(), true, claim.deadline(), CallPurpose.ISSUING);
        Uni<WriteOutcome> end = story.send(call)
                .flatMap(taken -> story.keep(taken).map(answer -> accepted(claim, answer)))
                .onFailure(UqpayException.class)
                .recoverWithUni(failure -> failed(claim, story, (UqpayException) failure))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(unstored -> doubt(claim, unstored));
        // A caller is answered in time; the work goes on and its end is in the operation.
        Uni<WriteOutcome> shared = end.memoize().indefinitely();
        return shared.ifNoItem().after(config.answerWithin()).recoverWithItem(inDoubt(claim.operationId()));
    }

    private static WriteOutcome accepted(Claim.Won claim, ObjectNode answer) {
        if (answer.hasNonNull("card_id")) {
            RequestTrail.add(RequestTrail.CARD, answer.get("card_id").asText());
        }
        return new WriteOutcome.Accepted(claim.operationId(), answer);
    }

    private Uni<WriteOutcome> failed(Claim.Won claim, Story<?> story, UqpayException failure) {
        UUID id = claim.operationId();
        if (failure instanceof UqpayRefusedException refused) {
            Problem told = UpstreamProblems.refusal(refused);
            Problem kept = story.isPersonal() ? UpstreamProblems.refusalWithoutWords(refused) : told;
            return operations
                    .refused(id, write(kept))
                    .map(noted -> noted ? new WriteOutcome.Refused(id, told) : inDoubt(id));
        }
        if (failure instanceof UqpayNotSentException notSent) {
            ProblemException problem = UpstreamProblems.of(notSent);
            return freed(id, write(problem.problem()), problem);
        }
        return doubt(claim, failure);
    }

    private Uni<WriteOutcome> doubt(Claim.Won claim, Throwable cause) {
        LOG.warnf(
                "operation %s is in doubt: %s",
                claim.operationId(), cause.getClass().getSimpleName());
        WriteOutcome inDoubt = inDoubt(claim.operationId());
        return operations
                .inDoubt(claim.operationId(), clock.instant().plus(config.recoveryPause()))
                .map(done -> inDoubt)
                // The row is SENT then, and recovery takes it up at its deadline all the same.
                .onFailure()
                .recoverWithItem(inDoubt);
    }

    private Uni<WriteOutcome> tooLate(UUID operationId) {
        ProblemException problem =
                new ProblemException(ProblemCode.OVERLOADED, "It took too long before it could be sent. Try again.");
        return freed(operationId, write(problem.problem()), problem);
    }

    /** Only when the row says that nothing was sent is the caller told so: a key that is not free must not look free. */
    private Uni<WriteOutcome> freed(UUID id, @Nullable String problem, Throwable told) {
        return operations
                .notSent(id, problem)
                .flatMap(freed -> freed
                        ? Uni.createFrom().failure(told)
                        : Uni.createFrom().item(inDoubt(id)));
    }

    private static WriteOutcome inDoubt(UUID id) {
        return new WriteOutcome.InDoubt(id, OperationState.IN_DOUBT);
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (IOException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
