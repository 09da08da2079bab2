// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.StatementCount;
import dev.cardwire.testsupport.World;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * What a batch of events costs PostgreSQL, counted on the wire and without a clock. Statements are most of what a small
 * batch costs, and one that is planned anew costs more than all others together.
 */
class BatchStatementsIT {

    private static final int EVENTS = 60;

    /** Locks, events that are known, operations' ends, inbox, cards read, cards written, positions. */
    private static final int STATEMENTS = 7;

    private static final String TAIL = "where position > (select";

    @Test
    void statementsOfABatchAreFewAndArePlannedOnce() throws Exception {
        Map<String, String> environment = new HashMap<>();
        StatementCount count = new StatementCount();
        try (PackagedGateway gateway = new PackagedGateway(environment);
                World world = World.start(gateway.url() + "/webhooks/uqpay");
                Line line = Line.holding(
                        URI.create(System.getProperty("cardwire.database.url")).getPort(), count::connection)) {
            environment.putAll(world.environment());
            environment.put("CARDWIRE_DATABASE_URL", "postgresql://localhost:" + line.port() + "/postgres");
            gateway.start();
            String card = UUID.randomUUID().toString();
            send(gateway, SignedEvents.created(UUID.randomUUID().toString(), card));
            Map<String, Long> before = count.runs();
            Instant first = Instant.now().minusSeconds(2 * EVENTS);
            for (int event = 0; event < EVENTS; event++) {
                String status = event % 2 == 0 ? "FROZEN" : "ACTIVE";
                String time = first.plusSeconds(event).toString();
                send(gateway, SignedEvents.status(UUID.randomUUID().toString(), card, status, time));
            }
            List<String> ofEachEvent = count.runs().entrySet().stream()
                    .filter(run -> run.getValue() - before.getOrDefault(run.getKey(), 0L) >= EVENTS)
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(ofEachEvent.stream().filter(statement -> !statement.contains(TAIL)))
                    .as("statements of each batch")
                    .anyMatch(statement -> statement.contains("feed_head"))
                    .hasSizeLessThanOrEqualTo(STATEMENTS);
            assertThat(count.preparedAgain())
                    .as("statements that are planned anew")
                    .isEmpty();
        }
    }

    private static void send(PackagedGateway gateway, String event) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(SignedEvents.delivery(gateway.url(), event), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("applied");
    }
}
