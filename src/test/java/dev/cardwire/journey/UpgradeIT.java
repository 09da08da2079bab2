// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static dev.cardwire.testsupport.Api.caller;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.PreviousRelease;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A gateway that finds the database of the previous release migrates it and goes on where that one stopped. */
class UpgradeIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private World world;
    private Database database;
    private PackagedGateway gateway;

    @BeforeEach
    void start() throws Exception {
        Program.assumeJars("the rows were written with the keys of the local build");
        world = World.start("http://localhost:1/");
        Database server = Database.ofTheWorld();
        String name = "upgraded_" + UUID.randomUUID().toString().replace("-", "");
        server.execute("create database " + name);
        database = new Database(server.url().replaceAll("/[^/]*$", "/" + name), server.username(), server.password());
        PreviousRelease.migrate(database);
        PreviousRelease.fill(database);
        PreviousRelease.renew(database);
        // the same server: otherwise it would be a copy, whose positions are void
        database.execute("update log_identity set (system_identifier, timeline_id) = (select s.system_identifier::text,"
                + " c.timeline_id from pg_control_system() s, pg_control_checkpoint() c)");
        Map<String, String> environment = world.environment();
        environment.put("CARDWIRE_DATABASE_URL", database.url());
        // this UQPAY does not know the cards of that one
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "1h");
        gateway = new PackagedGateway(environment);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
            world.close();
        }
    }

    @Test
    void goesOnWhereThePreviousReleaseStopped() throws Exception {
        List<String> cards = database.rows("select card_id, card_status, version from card");
        String resumeId =
                database.value("select left(log_id::text, 8) || '-' || (position - 4) from log_identity, feed_head");
        List<String> missed = database.rows("select position from card_change where status_changed"
                + " and position > (select position - 4 from feed_head) order by position");
        String doubtful = database.value("select operation_id from operation where state = 'IN_DOUBT'");
        gateway.start();

        assertThat(cards).hasSizeGreaterThan(3).allSatisfy(row -> {
            String[] card = row.split(" ");
            assertThat(caller().get(gateway.url() + "/v1/cards/" + card[0])
                            .then()
                            .statusCode(200)
                            .extract()
                            .jsonPath()
                            .getString("card_status"))
                    .isEqualTo(card[1]);
            caller().get(gateway.url() + "/v1/cards/" + card[0] + "/timeline")
                    .then()
                    .statusCode(200);
        });
        resumes(resumeId, missed);
        repeats();
        await().atMost(PATIENCE).until(() -> "ACCEPTED"
                .equals(caller().get(gateway.url() + "/v1/operations/" + doubtful)
                        .jsonPath()
                        .getString("state")));
    }

    private void resumes(String resumeId, List<String> missed) throws Exception {
        try (SseClient stream = SseClient.open(gateway.url(), "", resumeId)) {
            await().atMost(PATIENCE).until(() -> !stream.events("stream.live").isEmpty());
            assertThat(stream.events("stream.gap")).isEmpty();
            assertThat(stream.events("card.status"))
                    .extracting(event -> event.id().replaceAll(".*-", ""))
                    .startsWith(missed.toArray(String[]::new));
        }
    }

    private void repeats() {
        String card = database.value("select card_id from operation where idempotency_key = 'kept-key-of-a-card'");
        assertThat(caller("kept-key-of-a-card")
                        .body(Api.issueBody(Api.SHARE, "\"10.00\""))
                        .post(gateway.url() + "/v1/cards")
                        .then()
                        .statusCode(201)
                        .extract()
                        .<String>path("card_id"))
                .isEqualTo(card);
    }
}
