// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.time.SharedClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class ClockCheckTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    private final SharedClock shared = new SharedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final ClockCheck check = new ClockCheck(InstantSource.fixed(NOW), shared, metrics);

    @Test
    void reportsAClockThatIsTenMinutesBehind() {
        check.compare(NOW, NOW.plusSeconds(600));
        assertThat(metrics.get("cardwire.clock.ahead.seconds").gauge().value()).isEqualTo(-600);
        assertThat(shared.isCorrected()).isTrue();
        check.compare(NOW, NOW);
        assertThat(shared.isCorrected()).isFalse();
    }

    @Test
    void toleratesWhatNetworksAndClocksDo() {
        check.compare(NOW, NOW.minusMillis(4_900));
        assertThat(shared.isCorrected()).isFalse();
    }

    @Test
    void takesTheMiddleOfASlowAnswer() {
        check.compare(NOW.minusSeconds(2), NOW.minusSeconds(1));
        assertThat(shared.ahead()).isEqualTo(Duration.ZERO);
    }
}
