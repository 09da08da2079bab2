// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import static dev.cardwire.cluster.CallPurpose.ISSUING;
import static dev.cardwire.cluster.CallPurpose.READ;
import static dev.cardwire.cluster.CallPurpose.RECOVERY;
import static dev.cardwire.cluster.CallPurpose.SWEEP;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MinutePartsTest {

    private final MinuteParts parts = new MinuteParts(
            100,
            new SmallRyeConfigBuilder()
                    .withConverter(Duration.class, 100, new DurationConverter())
                    .withMapping(ClusterConfig.class)
                    .build()
                    .getConfigMapping(ClusterConfig.class)
                    .budget());
    private final Map<CallPurpose, Integer> counted = new EnumMap<>(CallPurpose.class);

    @Test
    void keepsThePartsOfTheOthers() {
        assertThat(takeAll(SWEEP)).isEqualTo(50);
        assertThat(takeAll(READ)).isEqualTo(10);
        assertThat(takeAll(RECOVERY)).isEqualTo(10);
        assertThat(takeAll(ISSUING)).isEqualTo(30);
    }

    @Test
    void letsIssuingHaveAllThatIsNotKept() {
        assertThat(takeAll(ISSUING)).isEqualTo(70);
        assertThat(takeAll(SWEEP)).isEqualTo(10);
    }

    @Test
    void neverGrantsMoreThanTheMinuteHas() {
        Random random = new Random(7);
        int granted = 0;
        for (int i = 0; i < 10_000; i++) {
            granted += take(List.of(CallPurpose.values()).get(random.nextInt(4))) ? 1 : 0;
        }
        assertThat(granted).isEqualTo(100);
    }

    private int takeAll(CallPurpose purpose) {
        int granted = 0;
        while (take(purpose)) {
            granted++;
        }
        return granted;
    }

    private boolean take(CallPurpose purpose) {
        counted.merge(purpose, 1, Integer::sum);
        boolean allowed = parts.allows(purpose, counted);
        if (!allowed) {
            counted.merge(purpose, -1, Integer::sum);
        }
        return allowed;
    }
}
