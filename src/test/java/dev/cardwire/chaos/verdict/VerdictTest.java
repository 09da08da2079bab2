// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The judge itself: it has nothing to say of a sound run, and notices everything that is spoiled in one. */
class VerdictTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void soundRunsHaveNoDifference(long seed) {
        assertThat(Verdict.of(new SoundEvidence(seed).evidence())).isEmpty();
    }

    @Test
    void aKeyIsFreeAgainAfterAnOperationThatWasNeverSent() {
        SoundEvidence run = new SoundEvidence(1);
        Evidence.Answer last = run.answers.get(2);
        run.answers.add(2, SoundEvidence.answer(last.key(), 202, null, "never-sent", null));
        run.operations.add(new Evidence.Operation("never-sent", null, "u", "ISSUE_CARD", "NOT_SENT", null, null));
        assertThat(Verdict.of(run.evidence())).isEmpty();
    }

    /** The last stream hears of a gap when PostgreSQL has moved, and begins anew. */
    @Test
    void aFailoverExplainsOneGap() {
        SoundEvidence run = new SoundEvidence(1);
        Evidence.Stream stream = run.streams.get(0);
        List<Evidence.Heard> heard = stream.heard();
        heard.removeIf(event -> event.position() > 25);
        heard.add(new Evidence.Heard(3, 1, "stream.gap", -1, null));
        SoundEvidence.snapshot(heard, stream.scope(), run.log.subList(0, 30), 3);
        run.log.stream()
                .filter(one -> one.position() > 30)
                .forEach(one -> heard.add(new Evidence.Heard(3, 1, "card.status", one.position(), one.asTold())));
        assertThat(Verdict.of(run.evidence())).isNotEmpty();
        run.failovers = 1;
        assertThat(Verdict.of(run.evidence())).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("dev.cardwire.chaos.verdict.SpoiledEvidence#all")
    void everythingThatIsSpoiledIsNoticed(String rule, String what, Consumer<SoundEvidence> spoil) {
        for (long seed = 1; seed <= 5; seed++) {
            SoundEvidence run = new SoundEvidence(seed);
            spoil.accept(run);
            assertThat(Verdict.of(run.evidence()))
                    .as("%s, seed %d", what, seed)
                    .anyMatch(difference -> difference.rule().equals(rule));
        }
    }
}
