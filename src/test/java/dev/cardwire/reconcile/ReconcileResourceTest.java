// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cardwire.card.ReportOutcome;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import dev.cardwire.reading.CardReader;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconcileResourceTest {

    private static final String CARD = "c0cef051-29c5-4796-b86a-cd5b684bfad7";

    private final List<UUID> read = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"1-1-1-1-1", "card", "c0cef051-29c5-4796-b86a-cd5b684bfad7f"})
    void asksNobodyForAnIdThatCannotBeOne(String id) {
        assertThat(problem(Uni.createFrom().item(Optional.empty()), id).code()).isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(read).isEmpty();
    }

    @Test
    void doesNotKnowWhatUqpayDoesNotKnow() {
        assertThat(problem(Uni.createFrom().item(Optional.empty()), CARD).code())
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(read).containsExactly(UUID.fromString(CARD));
    }

    private ProblemException problem(Uni<Optional<ReportOutcome>> answer, String id) {
        ReconcileResource resource = new ReconcileResource(new AnsweringReader(answer));
        return catchThrowableOfType(
                ProblemException.class, () -> resource.reconcile(id).await().indefinitely());
    }

    @SuppressWarnings("NullAway")
    private final class AnsweringReader extends CardReader {

        private final Uni<Optional<ReportOutcome>> answer;

        AnsweringReader(Uni<Optional<ReportOutcome>> answer) {
            super(null, null, null, null, ReconcileSettings.reads());
            this.answer = answer;
        }

        @Override
        public Uni<Optional<ReportOutcome>> readNow(UUID cardId) {
            read.add(cardId);
            return answer;
        }
    }
}
