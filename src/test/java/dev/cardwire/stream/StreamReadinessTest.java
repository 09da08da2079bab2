// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.stream.fanout.FakeLog;
import dev.cardwire.stream.fanout.StreamHubs;
import dev.cardwire.stream.fanout.Streams;
import dev.cardwire.testsupport.SettableClock;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StreamReadinessTest {

    private final StreamHubs hubs =
            Streams.hubs(new FakeLog(1), Streams.config(Map.of()), new SettableClock(Streams.THEN), Streams.meters());

    @Test
    void isNotReadyBeforeTheLogWasFound() {
        StreamReadiness readiness = new StreamReadiness(hubs);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        hubs.startedAt(Streams.LOG, 0);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }
}
