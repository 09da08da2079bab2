package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyedWritesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    @SuppressWarnings("NullAway") // nothing is claimed here
    private final KeyedWrites writes = new KeyedWrites(null, () -> NOW, new ObjectMapper());

    private final Operation known = new Operation();

    /** What the repeat would be told is made up, and the first is told something else a moment later. */
    @Test
    void repeatWaitsForTheAnswerThatItsEventHasOvertaken() {
        known.state = OperationState.ACCEPTED;
        known.deadline = NOW.plusSeconds(5);
        assertThatThrownBy(this::repeat)
                .isInstanceOfSatisfying(ProblemException.class, problem -> assertThat(problem.code())
                        .isEqualTo(ProblemCode.REQUEST_IN_PROGRESS));
    }

    @Test
    void repeatIsAnsweredOnceNoAnswerCanComeAnyMore() {
        known.operationId = UUID.randomUUID();
        known.kind = OperationKind.ISSUE_CARD;
        known.state = OperationState.ACCEPTED;
        known.createdAt = NOW.minusSeconds(20);
        known.deadline = NOW.minusSeconds(5);
        known.cardId = UUID.randomUUID();
        KeyedWrites.Answered answered = repeat();
        assertThat(answered.replayed()).isTrue();
        assertThat(answered.end()).isInstanceOfSatisfying(WriteEnd.Accepted.class, end -> assertThat(
                        end.answer().get("card_id").asText())
                .isEqualTo(known.cardId.toString()));
    }

    private KeyedWrites.Answered repeat() {
        return writes.once(Uni.createFrom().item(new Claim.Known(known)), won -> Uni.createFrom()
                        .failure(new AssertionError("nothing is sent")))
                .await()
                .indefinitely();
    }
}
