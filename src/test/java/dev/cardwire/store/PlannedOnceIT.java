// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.World;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * No statement of an issuing or an event is planned anew each time, by PostgreSQL's own count. Parsed once is not planned
 * once: it plans a prepared statement for each call when it thinks that knowing the arguments makes the plan cheaper, and
 * planning took several times as long as running.
 */
class PlannedOnceIT {

    private static final int CALLS = 120;

    /** Each connection plans a statement by itself: five times with its arguments, then without, and after an ANALYZE. */
    private static final int CONNECTIONS = 4;

    private static final int PLANS = CALLS / 2;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void statementsOfIssuingAndOfEventsKeepTheirPlans() throws Exception {
        Map<String, String> environment = new HashMap<>();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("shared_preload_libraries", "pg_stat_statements")
                        .setServerConfig("pg_stat_statements.track_planning", "on")
                        .start();
                PackagedGateway gateway = new PackagedGateway(environment);
                World world = World.start(gateway.url() + "/webhooks/uqpay")) {
            Database database =
                    new Database("postgresql://localhost:" + postgres.getPort() + "/postgres", "postgres", "postgres");
            database.execute("create extension pg_stat_statements");
            environment.putAll(world.environment());
            environment.put("CARDWIRE_DATABASE_URL", database.url());
            environment.put("CARDWIRE_DATABASE_USERNAME", database.username());
            environment.put("CARDWIRE_DATABASE_PASSWORD", database.password());
            environment.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
            environment.put("QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE", Integer.toString(CONNECTIONS));
            gateway.start();
            for (int card = 0; card < CALLS; card++) {
                issue(gateway);
            }
            report(gateway);
            List<String> often = database.rows("select query from pg_stat_statements where calls >= " + CALLS);
            assertThat(often)
                    .as("what is looked at")
                    .anyMatch(statement -> statement.contains("insert into operation"))
                    .anyMatch(statement -> statement.contains("reported_order"))
                    .anyMatch(statement -> statement.contains("insert into webhook_event"))
                    .anyMatch(statement -> statement.contains("from card_change"))
                    .anyMatch(statement -> statement.contains("feed_head"));
            assertThat(database.rows("select plans, calls, query from pg_stat_statements where calls >= " + CALLS
                            + " and plans > " + PLANS))
                    .as("planned more often than every second time")
                    .isEmpty();
        }
    }

    private void issue(PackagedGateway gateway) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/cards"))
                .header("Authorization", "Bearer " + Api.KEY)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(Api.issueBody(Api.SHARE, "\"10.00\"")))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }

    private void report(PackagedGateway gateway) throws Exception {
        String card = UUID.randomUUID().toString();
        send(gateway, SignedEvents.created(UUID.randomUUID().toString(), card));
        Instant first = Instant.now().minusSeconds(2 * CALLS);
        for (int event = 0; event < CALLS; event++) {
            String status = event % 2 == 0 ? "FROZEN" : "ACTIVE";
            String time = first.plusSeconds(event).toString();
            send(gateway, SignedEvents.status(UUID.randomUUID().toString(), card, status, time));
        }
    }

    private void send(PackagedGateway gateway, String event) throws Exception {
        assertThat(http.send(SignedEvents.delivery(gateway.url(), event), HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }
}
