package dev.cardwire.issuing;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.cluster.CallPurpose;
import dev.cardwire.problem.Problem;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayCall;
import dev.cardwire.uqpay.UqpayFailure;
import dev.cardwire.uqpay.UqpayNotSent;
import dev.cardwire.uqpay.UqpayRefused;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.InstantSource;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Carries a claimed write out: notes that it is sent before the first byte leaves, sends it, and writes what UQPAY said.
 * Whatever fails after the note leaves the operation to recovery, and the caller is told that the outcome is not known.
 */
@ApplicationScoped
class UpstreamWrite {

    private static final Logger LOG = Logger.getLogger(UpstreamWrite.class);

    private final Operations operations;
    private final InstantSource clock;
    private final IssuingConfig config;
    private final ObjectMapper json;

    UpstreamWrite(Operations operations, InstantSource clock, IssuingConfig config, ObjectMapper json) {
        this.operations = operations;
        this.clock = clock;
        this.config = config;
        this.json = json;
    }

    /** The kind-specific parts of a write. */
    interface Story {

        /** Sends it. */
        Uni<UqpayAcceptance> send(UqpayCall call);

        /** Writes the acceptance and all that follows from it, in one commit, and says what the caller is told. */
        Uni<ObjectNode> keep(UqpayAcceptance taken);
    }

    /**
     * @param claim the right to do it
     * @param body what is sent, kept under encryption until the operation ends
     * @return how it stands; fails with a problem when surely nothing was done, and then the key is free
     */
    Uni<WriteEnd> carryOut(Operations.Claim.Won claim, ObjectNode body, Story story) {
        UUID id = claim.operationId();
        return operations.send(id, body).flatMap(mayBeSent -> mayBeSent ? sent(claim, story) : tooLate(id));
    }

    private Uni<WriteEnd> sent(Operations.Claim.Won claim, Story story) {
        UqpayCall call =
                new UqpayCall(claim.upstreamKey(), true, clock.instant().plus(config.deadline()), CallPurpose.ISSUING);
        Uni<WriteEnd> end = story.send(call)
                .flatMap(taken -> story.keep(taken).map(answer -> accepted(claim, answer)))
                .onFailure(UqpayFailure.class)
                .recoverWithUni(failure -> failed(claim, (UqpayFailure) failure))
                .onFailure(failure -> !(failure instanceof ProblemException))
                .recoverWithUni(unstored -> doubt(claim, unstored));
        // A caller is answered in time; the work goes on and its end is in the operation.
        Uni<WriteEnd> shared = end.memoize().indefinitely();
        return shared.ifNoItem()
                .after(config.answerWithin())
                .recoverWithItem(new WriteEnd.InDoubt(claim.operationId(), OperationState.IN_DOUBT));
    }

    private static WriteEnd accepted(Operations.Claim.Won claim, ObjectNode answer) {
        return new WriteEnd.Accepted(claim.operationId(), answer);
    }

    private Uni<WriteEnd> failed(Operations.Claim.Won claim, UqpayFailure failure) {
        UUID id = claim.operationId();
        if (failure instanceof UqpayRefused refused) {
            Problem problem = UpstreamProblems.refusal(refused);
            return operations.refused(id, write(problem)).map(done -> new WriteEnd.Refused(id, problem));
        }
        if (failure instanceof UqpayNotSent notSent) {
            ProblemException problem = UpstreamProblems.of(notSent);
            // Only when the row says so is the caller told: a key that is not free must not look free.
            return operations.notSent(id, write(problem.problem())).flatMap(done -> Uni.createFrom()
                    .failure(problem));
        }
        return doubt(claim, failure);
    }

    private Uni<WriteEnd> doubt(Operations.Claim.Won claim, Throwable cause) {
        LOG.warnf(
                "operation %s is in doubt: %s",
                claim.operationId(), cause.getClass().getSimpleName());
        WriteEnd inDoubt = new WriteEnd.InDoubt(claim.operationId(), OperationState.IN_DOUBT);
        return operations
                .inDoubt(
                        claim.operationId(),
                        clock.instant().plus(config.recovery().pause()))
                .map(done -> inDoubt)
                // The row is SENT then, and recovery takes it up at its deadline all the same.
                .onFailure()
                .recoverWithItem(inDoubt);
    }

    private Uni<WriteEnd> tooLate(UUID operationId) {
        ProblemException problem =
                new ProblemException(ProblemCode.OVERLOADED, "It took too long before it could be sent. Try again.");
        return operations.notSent(operationId, write(problem.problem())).flatMap(done -> Uni.createFrom()
                .failure(problem));
    }

    private String write(Problem problem) {
        try {
            return json.writeValueAsString(problem);
        } catch (IOException cannotBe) {
            throw new IllegalStateException("a problem is always writable", cannotBe);
        }
    }
}
