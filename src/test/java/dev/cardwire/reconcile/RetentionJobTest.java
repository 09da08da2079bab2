// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.store.Retention;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionJobTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<Integer> steps = new ArrayList<>();

    @Test
    void removesInSmallStepsUntilNothingIsLeft() {
        prune(new Rows("long", 25), new Rows("short", 3));
        assertThat(steps).containsExactly(10, 10, 5, 3);
        assertThat(metrics.counter("cardwire.pruned.rows", "table", "long").count())
                .isEqualTo(25);
    }

    @Test
    void tableThatFailsDoesNotHoldUpTheOthers() {
        Retention broken = new Rows("broken", 0) {
            @Override
            public Uni<Integer> remove(int limit) {
                return Uni.createFrom().failure(new IllegalStateException("planned"));
            }
        };
        prune(broken, new Rows("short", 3));
        assertThat(steps).containsExactly(3);
    }

    @Test
    void stopsBetweenStepsWhenItsTurnIsOver() {
        pruner(new Rows("long", 25))
                .pass(() -> Uni.createFrom().item(steps.isEmpty()))
                .await()
                .indefinitely();
        assertThat(steps).containsExactly(10);
    }

    private void prune(Retention... tables) {
        pruner(tables).pass(() -> Uni.createFrom().item(true)).await().indefinitely();
    }

    private RetentionJob pruner(Retention... tables) {
        Map<String, String> settings = Map.of("prune.step", "10", "prune.pause", "1ms");
        return new RetentionJob(List.of(tables), ReconcileSettings.with(settings), metrics);
    }

    private class Rows implements Retention {

        private final String table;
        private int left;

        Rows(String table, int left) {
            this.table = table;
            this.left = left;
        }

        @Override
        public String table() {
            return table;
        }

        @Override
        public Uni<Integer> remove(int limit) {
            int rows = Math.min(limit, left);
            left -= rows;
            steps.add(rows);
            return Uni.createFrom().item(rows);
        }
    }
}
