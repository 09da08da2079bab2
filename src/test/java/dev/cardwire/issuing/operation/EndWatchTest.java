// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A caller is answered as soon as anybody knows the end, whoever found it. */
@Timeout(30)
class EndWatchTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final UUID ID = UUID.randomUUID();

    private final OperationRow row = new OperationRow();

    EndWatchTest() {
        row.operationId = ID;
        row.kind = OperationKind.ISSUE_CARD;
        row.state = OperationState.SENT;
        row.createdAt = NOW;
        row.deadline = NOW.plusSeconds(15);
    }

    @Test
    void answersWhatUqpayAnswered() {
        Writes.Outcome answer = new Writes.Outcome.InDoubt(ID, OperationState.IN_DOUBT);
        assertThat(answered(watch("1h", "1h", "1h"), Uni.createFrom().item(answer)))
                .isSameAs(answer);
    }

    @Test
    void answersWithTheRowOnceAnEventHasEndedIt() throws Exception {
        EndWatch watch = watch("1h", "1ms", "1h");
        Uni<Writes.Outcome> silent = Uni.createFrom()
                .<Writes.Outcome>nothing()
                .onSubscription()
                .invoke(() -> {
                    row.state = OperationState.ACCEPTED;
                    row.cardId = UUID.randomUUID();
                });
        Uni<Writes.Outcome> answer = watch.answered(ID, silent);
        var waiting = answer.subscribeAsCompletionStage();
        watch.ring(ID);
        assertAccepted(waiting.toCompletableFuture().get());
    }

    /** Nobody rings for what another replica has ended. */
    @Test
    void findsTheEndThatAnotherReplicaWrote() {
        row.state = OperationState.ACCEPTED;
        row.cardId = UUID.randomUUID();
        assertAccepted(answered(watch("1h", "1ms", "1ms"), Uni.createFrom().nothing()));
    }

    @Test
    void leavesADoubtBehindTheAnswerThatItIsOne() {
        assertThat(answered(watch("1ms", "1h", "1h"), Uni.createFrom().nothing()))
                .isEqualTo(new Writes.Outcome.InDoubt(ID, OperationState.IN_DOUBT));
        assertThat(row.state).isEqualTo(OperationState.IN_DOUBT);
    }

    private void assertAccepted(Writes.Outcome outcome) {
        assertThat(outcome).isInstanceOfSatisfying(Writes.Outcome.Accepted.class, accepted -> assertThat(
                        accepted.answer().get("card_id").asText())
                .isEqualTo(String.valueOf(row.cardId)));
        assertThat(row.answer).as("and so is a repeat").isNotNull();
    }

    private static Writes.Outcome answered(EndWatch watch, Uni<Writes.Outcome> answer) {
        return watch.answered(ID, answer).await().indefinitely();
    }

    private EndWatch watch(String answerWithin, String answerAfterEnd, String checkEvery) {
        IssuingConfig config = new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(IssuingConfig.class)
                .withDefaultValue("cardwire.issuing.answer-within", answerWithin)
                .withDefaultValue("cardwire.issuing.answer-after-end", answerAfterEnd)
                .withDefaultValue("cardwire.issuing.end-check-every", checkEvery)
                .build()
                .getConfigMapping(IssuingConfig.class);
        ObjectMapper json = new ObjectMapper();
        return new EndWatch(rows(), new Replays(() -> NOW, json, config), new OperationProblems(json), config);
    }

    /** The row in memory, with the steps that an answer without UQPAY's takes. */
    @SuppressWarnings("NullAway") // no store is asked
    private Operations rows() {
        return new Operations(null, null, null, null) {
            @Override
            public Uni<Optional<Operation>> find(UUID operationId) {
                return Uni.createFrom().item(() -> Optional.of(row.operation()));
            }

            @Override
            Uni<Optional<Operation>> answerFromRow(UUID operationId, String problem) {
                return Uni.createFrom().item(() -> {
                    if (row.state == OperationState.SENT) {
                        row.state = OperationState.IN_DOUBT;
                    } else {
                        row.answer = "{}";
                    }
                    return Optional.of(row.operation());
                });
            }
        };
    }
}
