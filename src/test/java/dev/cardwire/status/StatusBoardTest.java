// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Parts that report, fail and keep silent, by a clock of the test's own. */
class StatusBoardTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private Instant now = NOON;

    @Test
    void asksEveryPartWhateverIsWrongWithTheOthers() {
        StatusBoard board = board(
                part("silent", () -> Uni.createFrom().nothing()),
                part("broken", () -> {
                    throw new IllegalStateException("secret");
                }),
                part("failing", () -> Uni.createFrom().failure(new IllegalStateException("secret"))),
                part("well", () -> Uni.createFrom().item(PartReport.ok("all is well"))));
        assertThat(asked(board))
                .containsExactly(
                        new PartStatus("broken", PartState.DOWN, NOON, "cannot be asked: IllegalStateException"),
                        new PartStatus("failing", PartState.DOWN, NOON, "cannot be asked: IllegalStateException"),
                        new PartStatus("silent", PartState.DOWN, NOON, "does not answer within 1000 ms"),
                        new PartStatus("well", PartState.OK, NOON, "all is well"));
    }

    @Test
    void remembersSinceWhenAPartIsInItsState() {
        PartReport[] report = {PartReport.ok("one")};
        StatusBoard board = board(part("part", () -> Uni.createFrom().item(report[0])));
        asked(board);
        now = NOON.plusSeconds(60);
        report[0] = PartReport.down("two");
        assertThat(asked(board).get(0).since()).isEqualTo(NOON.plusSeconds(60));
        now = NOON.plusSeconds(90);
        report[0] = PartReport.down("three");
        assertThat(asked(board).get(0).since()).isEqualTo(NOON.plusSeconds(60));
        report[0] = PartReport.ok("four");
        assertThat(asked(board).get(0).since()).isEqualTo(NOON.plusSeconds(90));
    }

    @Test
    void believesAPartThatKnowsSinceWhen() {
        StatusBoard board = board(part(
                "part", () -> Uni.createFrom().item(PartReport.degraded("late").since(NOON.minusSeconds(5)))));
        assertThat(asked(board).get(0).since()).isEqualTo(NOON.minusSeconds(5));
    }

    @Test
    void asksASilentPartOnceForEverybody() {
        AtomicInteger asked = new AtomicInteger();
        StatusBoard board = new StatusBoard(
                List.of(part("silent", () -> {
                    asked.incrementAndGet();
                    return Uni.createFrom().nothing();
                })),
                config(Duration.ofSeconds(1)),
                clock());
        List<Uni<List<PartStatus>>> lookers = List.of(board.parts(), board.parts(), board.parts());
        Uni.join().all(lookers).andFailFast().await().indefinitely();
        assertThat(asked).hasValue(1);
    }

    private static List<PartStatus> asked(StatusBoard board) {
        return board.parts().await().indefinitely();
    }

    private StatusBoard board(StatusSource... sources) {
        return new StatusBoard(List.of(sources), config(Duration.ofSeconds(1)), clock());
    }

    private InstantSource clock() {
        return () -> now;
    }

    private static StatusSource part(String name, Supplier<Uni<PartReport>> report) {
        return new StatusSource() {
            @Override
            public String part() {
                return name;
            }

            @Override
            public Uni<PartReport> report() {
                return report.get();
            }
        };
    }

    private static StatusConfig config(Duration within) {
        return new StatusConfig() {
            @Override
            public Duration within() {
                return within;
            }

            @Override
            public Duration every() {
                return Duration.ofDays(1);
            }
        };
    }
}
