// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private final BackOff pauses = new BackOff(Duration.ofSeconds(30), Duration.ofHours(6));

    @Test
    void doublesUpToTheLongest() {
        assertThat(IntStream.of(0, 1, 2, 9, 10, 11, Integer.MAX_VALUE).mapToObj(pauses::after))
                .containsExactly(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(256),
                        Duration.ofHours(6),
                        Duration.ofHours(6),
                        Duration.ofHours(6));
    }

    @Test
    void startsAtTheLongestWhenTheFirstIsLonger() {
        assertThat(new BackOff(Duration.ofHours(7), Duration.ofHours(6)).after(0))
                .isEqualTo(Duration.ofHours(6));
    }

    @Test
    void spreadsOverTheUpperHalf() {
        List<Duration> all =
                IntStream.range(0, 1_000).mapToObj(any -> pauses.spreadAfter(1)).toList();
        assertThat(all)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(30), Duration.ofMinutes(1)))
                .anySatisfy(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(40)))
                .anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(50)));
    }
}
