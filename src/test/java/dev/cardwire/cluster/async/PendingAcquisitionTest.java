// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PendingAcquisitionTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofSeconds(10);

    private final List<UniEmitter<? super String>> wishes = new ArrayList<>();
    private final PendingAcquisition<String> connection =
            new PendingAcquisition<>(() -> Uni.createFrom().emitter(wishes::add));

    @Test
    void asksOnceHoweverOftenSomebodyGivesUpAndTakesWhatComesLate() {
        for (int round = 0; round < 5; round++) {
            assertThatThrownBy(() -> take(SHORT)).isInstanceOf(TimeoutException.class);
        }
        assertThat(wishes).hasSize(1);
        wishes.get(0).complete("late");
        assertThat(take(LONG)).isEqualTo("late");
    }

    @Test
    void asksAnewForTheNextAndAfterAFailure() {
        assertThatThrownBy(() -> take(SHORT)).isInstanceOf(TimeoutException.class);
        wishes.get(0).complete("first");
        assertThat(take(LONG)).isEqualTo("first");
        assertThatThrownBy(() -> take(SHORT)).isInstanceOf(TimeoutException.class);
        wishes.get(1).fail(new IllegalStateException("Redis is gone"));
        assertThatThrownBy(() -> take(SHORT)).isInstanceOf(TimeoutException.class);
        assertThat(wishes).hasSize(3);
    }

    private String take(Duration wait) {
        return connection.within(wait).await().atMost(LONG);
    }
}
