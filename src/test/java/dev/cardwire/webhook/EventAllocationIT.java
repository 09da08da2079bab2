// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.World;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * How much memory an event takes on its way, counted and without a clock: what is allocated is what the processor and the
 * collector work on. One event after the other, so that each is a batch of its own and the count does not depend on chance.
 */
class EventAllocationIT {

    private static final int EVENTS = 1_000;

    /** In bytes. */
    private static final long MOST = 420_000;

    /** The young generation holds all that is allocated here: between two looks nothing is collected. */
    private static final List<String> ROOMY = List.of("-XX:+UseSerialGC", "-Xms1200m", "-Xmx1200m", "-Xmn900m");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anEventAllocatesLittle() throws Exception {
        assumeFalse(Program.isExecutable(), "an executable has no such generation to look at");
        Map<String, String> environment = new HashMap<>();
        try (PackagedGateway gateway = new PackagedGateway(environment).with(ROOMY);
                World world = World.start(gateway.url() + "/webhooks/uqpay")) {
            environment.putAll(world.environment());
            gateway.start();
            String card = UUID.randomUUID().toString();
            send(gateway, SignedEvents.created(UUID.randomUUID().toString(), card));
            Instant first = Instant.now().minusSeconds(4 * EVENTS);
            move(gateway, card, first); // loads the code
            gateway.liveHeap(); // collects
            double collections = metric(gateway, "jvm_gc_pause_seconds_count");
            double before = metric(gateway, "jvm_memory_used_bytes{area=\"heap\",id=\"Eden Space\"");
            move(gateway, card, first.plusSeconds(EVENTS));
            double after = metric(gateway, "jvm_memory_used_bytes{area=\"heap\",id=\"Eden Space\"");
            assertThat(metric(gateway, "jvm_gc_pause_seconds_count")).isEqualTo(collections);
            assertThat((long) (after - before) / EVENTS).as("bytes an event").isBetween(1_000L, MOST);
        }
    }

    private void move(PackagedGateway gateway, String card, Instant first) throws Exception {
        for (int event = 0; event < EVENTS; event++) {
            String status = event % 2 == 0 ? "FROZEN" : "ACTIVE";
            String time = first.plusSeconds(event).toString();
            send(gateway, SignedEvents.status(UUID.randomUUID().toString(), card, status, time));
        }
    }

    private void send(PackagedGateway gateway, String event) throws Exception {
        HttpResponse<String> answer =
                http.send(SignedEvents.delivery(gateway.url(), event), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("applied");
    }

    private static double metric(PackagedGateway gateway, String name) {
        return Api.caller()
                .get(gateway.url() + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
