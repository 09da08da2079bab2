// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplaysTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final Replays replays = new Replays(() -> NOW, new ObjectMapper(), settings());

    private final OperationRow known = new OperationRow();

    /** What the repeat would be told is made up, and the first is told something else a moment later. */
    @Test
    void repeatWaitsForTheAnswerThatItsEventHasOvertaken() {
        known.state = OperationState.ACCEPTED;
        known.createdAt = NOW.minusSeconds(10);
        // an event that tells of a failure has the order asked for at once
        known.deadline = NOW;
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
        // recovery, and whoever asks for open orders, put the next time off by up to hours
        known.deadline = NOW.plusSeconds(3_600);
        known.cardId = UUID.randomUUID();
        assertThat(repeat()).isInstanceOfSatisfying(Writes.Outcome.Accepted.class, end -> assertThat(
                        end.answer().get("card_id").asText())
                .isEqualTo(known.cardId.toString()));
    }

    private static IssuingConfig settings() {
        return new SmallRyeConfigBuilder()
                .withConverter(Duration.class, 100, new DurationConverter())
                .withMapping(IssuingConfig.class)
                .build()
                .getConfigMapping(IssuingConfig.class);
    }

    private Writes.Outcome repeat() {
        return replays.of(known.operation());
    }
}
