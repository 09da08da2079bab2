// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.cluster.async.CallerContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Waits for the end of operations whose own call has not been answered: an event or a read may end them first. One that this
 * replica applies rings at once, one of another replica is found by reading the row now and then.
 */
@ApplicationScoped
class EndWatch {

    private final Operations operations;
    private final Replays replays;
    private final OperationProblems problems;
    private final IssuingConfig config;
    private final Map<UUID, MultiEmitter<? super Long>> waiting = new ConcurrentHashMap<>();

    EndWatch(Operations operations, Replays replays, OperationProblems problems, IssuingConfig config) {
        this.problems = problems;
        this.operations = operations;
        this.replays = replays;
        this.config = config;
    }

    /** A commit has ended it; nothing happens where nobody waits. */
    void ring(UUID operationId) {
        MultiEmitter<? super Long> waiter = waiting.get(operationId);
        if (waiter != null) {
            waiter.emit(0L);
        }
    }

    /**
     * What a caller is answered, in time: UQPAY's answer where it comes, else how the row stands.
     *
     * @param answer what comes of the call, shared: it goes on when nobody waits for it any more
     */
    Uni<Writes.Outcome> answered(UUID operationId, Uni<Writes.Outcome> answer) {
        Uni<Writes.Outcome> ended = ended(operationId).flatMap(end -> answer.ifNoItem()
                .after(config.answerAfterEnd())
                .recoverWithUni(() -> unanswered(operationId, answer)));
        return CallerContext.keep(Uni.combine()
                .any()
                .of(answer, ended)
                .ifNoItem()
                .after(config.answerWithin())
                .recoverWithUni(() -> unanswered(operationId, answer)));
    }

    /** As the row says, which all repeats are answered from. */
    private Uni<Writes.Outcome> unanswered(UUID operationId, Uni<Writes.Outcome> answer) {
        Writes.Outcome inDoubt = new Writes.Outcome.InDoubt(operationId, OperationState.IN_DOUBT);
        return operations
                .answerFromRow(operationId, problems.unanswered())
                .onFailure()
                .recoverWithItem(Optional.empty())
                .flatMap(row -> {
                    if (row.isEmpty()) {
                        return Uni.createFrom().item(inDoubt);
                    }
                    // its own call has just found that nothing was done, and answers so
                    return row.get().state() == OperationState.NOT_SENT
                            ? answer
                            : Uni.createFrom().item(() -> replays.of(row.get()));
                });
    }

    /** The operation once it is accepted or refused; never fails, and may never end. */
    private Uni<Operation> ended(UUID operationId) {
        Duration every = config.endCheckEvery();
        Multi<Long> rings = Multi.createFrom()
                .emitter(
                        waiter -> {
                            waiting.put(operationId, waiter);
                            waiter.onTermination(() -> waiting.remove(operationId, waiter));
                        },
                        BackPressureStrategy.LATEST);
        Multi<Long> ticks = Multi.createFrom()
                .ticks()
                .startingAfter(every)
                .every(every)
                .onOverflow()
                .drop();
        return Multi.createBy()
                .merging()
                .streams(rings, ticks)
                .onItem()
                .transformToUniAndConcatenate(ring -> ended(operations.find(operationId)))
                .select()
                .where(Optional::isPresent)
                .toUni()
                .map(Optional::get);
    }

    /** A row that cannot be read now is read again. */
    private static Uni<Optional<Operation>> ended(Uni<Optional<Operation>> row) {
        return row.map(found -> found.filter(operation ->
                        operation.state() == OperationState.ACCEPTED || operation.state() == OperationState.REFUSED))
                .onFailure()
                .recoverWithItem(Optional.empty());
    }
}
