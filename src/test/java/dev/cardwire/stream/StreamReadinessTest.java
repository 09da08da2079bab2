package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.TracerProvider;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class StreamReadinessTest {

    private final StreamHubs hubs = new StreamHubs(
            new FakeFeed(1),
            Streams.config(Map.of()),
            new MovingTime(),
            new StreamMeters(new SimpleMeterRegistry()),
            new PublishedSpans(TracerProvider.noop().get("test")));

    @Test
    void isNotReadyBeforeTheLogWasFound() {
        StreamReadiness readiness = new StreamReadiness(hubs);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.DOWN);
        hubs.startedAt(Streams.LOG, 0);
        assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
    }
}
