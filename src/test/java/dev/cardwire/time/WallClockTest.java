// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WallClockTest {

    private final SharedClock shared = new SharedClock();
    private final WallClock clock = new WallClock();

    @Test
    void goesByTheSharedClockWhereTheMachinesIsWrong() {
        shared.measured(Duration.ofHours(1));
        Instant machine = clock.ofTheMachine().instant();
        assertThat(clock.instants(shared).instant())
                .isBetween(machine.minus(Duration.ofHours(1)), machine.minus(Duration.ofMinutes(30)));
    }

    @Test
    void keepsTheMachinesClockWhereItIsRight() {
        shared.measured(Duration.ofSeconds(4));
        Instant machine = clock.ofTheMachine().instant();
        assertThat(clock.instants(shared).instant()).isAfterOrEqualTo(machine);
    }

    @Test
    void hasNoFinerTimesThanPostgresql() {
        shared.measured(Duration.ofHours(1).plusNanos(7));
        assertThat(Stream.of(clock.instants(shared), clock.ofTheMachine())
                        .flatMap(source -> IntStream.range(0, 1_000).mapToObj(any -> source.instant())))
                .allSatisfy(time -> assertThat(time.getNano() % 1_000).isZero());
    }
}
