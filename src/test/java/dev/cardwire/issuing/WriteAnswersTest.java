// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cardwire.issuing.operation.Operation;
import dev.cardwire.issuing.operation.OperationState;
import dev.cardwire.issuing.operation.OperationSteps;
import dev.cardwire.issuing.operation.Writes;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The caller of a write that was sent is never told that nothing was done, whatever becomes of the store. */
class WriteAnswersTest {

    private static final UUID ID = UUID.randomUUID();
    private static final Writes.Outcome IN_DOUBT = new Writes.Outcome.InDoubt(ID, OperationState.IN_DOUBT);
    private static final Writes.Outcome ACCEPTED =
            new Writes.Outcome.Accepted(ID, JsonNodeFactory.instance.objectNode());

    @Test
    void tellsOfADoubtAlsoWhenItsRowCannotBeRead() {
        Response answer = followed(Uni.createFrom().failure(new IOException("connection reset")), IN_DOUBT);
        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getHeaderString("Location")).isEqualTo("/v1/operations/" + ID);
        assertThat(answer.getEntity()).isEqualTo(Map.of("operation_id", ID, "state", OperationState.IN_DOUBT));
    }

    @Test
    void tellsOfAnAcceptanceAlsoWhenItsRowCannotBeRead() {
        Response answer = followed(Uni.createFrom().failure(new IOException("connection reset")), ACCEPTED);
        assertThat(answer.getStatus()).isEqualTo(202);
        assertThat(answer.getEntity()).isEqualTo(Map.of("operation_id", ID, "state", OperationState.ACCEPTED));
    }

    @Test
    void tellsHowItStandsAlsoWhenTheRowIsGone() {
        assertThat(followed(Uni.createFrom().item(Optional.empty()), IN_DOUBT).getStatus())
                .isEqualTo(202);
    }

    private static Response followed(Uni<Optional<Operation>> row, Writes.Outcome end) {
        return new WriteAnswers(OperationSteps.reading(row))
                .followed(new Writes.Result(end, false))
                .await()
                .indefinitely();
    }
}
