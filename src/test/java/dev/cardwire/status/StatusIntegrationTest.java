// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every part reports, with the figures that an operator looks for. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class StatusIntegrationTest {

    @Inject
    AgroalDataSource store;

    @Test
    void namesEveryPart() {
        Api.issueCard();
        JsonPath status = status();
        assertThat(status.getList("data.part", String.class))
                .containsExactly(
                        "comparison",
                        "operations",
                        "postgresql",
                        "redis",
                        "streams",
                        "tail_lag",
                        "uqpay",
                        "webhook_events",
                        "webhook_queue");
        for (String part : List.of("postgresql", "redis", "streams", "tail_lag", "webhook_queue")) {
            assertThat(field(status, part, "state")).as(part).isEqualTo("ok");
        }
        assertThat(status.getList("data.since", String.class))
                .allSatisfy(since -> assertThat(Instant.parse(since)).isBeforeOrEqualTo(Instant.now()));
        assertThat(field(status, "uqpay", "detail"))
                .matches("circuits: reads closed, checks closed, writes closed, token closed; "
                        + "token \\d+, \\d+ s old, valid for \\d+ s; \\d+ calls left in this minute");
        assertThat(field(status, "tail_lag", "detail")).matches("\\d+ changes and \\d+\\.\\d s behind the log");
        assertThat(field(status, "webhook_queue", "detail")).isEqualTo("0 of 4096 places taken");
    }

    @Test
    void countsTheCallsOfTheMinute() {
        // the minute may turn between the two, but not every time
        await().until(() -> {
            long before = callsLeft();
            Api.caller().get("/v1/balances").then().statusCode(200);
            return callsLeft() == before - 1;
        });
    }

    @Test
    void isDegradedSinceTheOldestUnresolvedOperation() throws Exception {
        execute("""
                insert into operation (operation_id, kind, state, caller, target, fingerprint, upstream_key, deadline,
                    created_at)
                values ('00000000-0000-4000-8000-00000000d0b7', 'RECHARGE', 'UNRESOLVED', 'test', 'none', '\\x00',
                    gen_random_uuid(), now(), '2020-01-01T00:00:00Z')""");
        try {
            JsonPath status = status();
            assertThat(field(status, "operations", "state")).isEqualTo("degraded");
            assertThat(field(status, "operations", "since")).isEqualTo("2020-01-01T00:00:00Z");
            assertThat(field(status, "operations", "detail")).matches("\\d+ in doubt, [1-9]\\d* unresolved");
        } finally {
            execute("delete from operation where operation_id = '00000000-0000-4000-8000-00000000d0b7'");
        }
    }

    @Test
    void isDegradedSinceTheOldestFailedEvent() throws Exception {
        execute("""
                insert into webhook_event (event_id, event_type, outcome, digest, received_at)
                values ('00000000-0000-4000-8000-00000000fa11', 'card.unknown', 'failed', '\\x00', '2020-01-01T00:00:00Z')
                """);
        try {
            JsonPath status = status();
            assertThat(field(status, "webhook_events", "state")).isEqualTo("degraded");
            assertThat(field(status, "webhook_events", "since")).isEqualTo("2020-01-01T00:00:00Z");
        } finally {
            execute("delete from webhook_event where event_id = '00000000-0000-4000-8000-00000000fa11'");
        }
    }

    private static long callsLeft() {
        String detail = field(status(), "uqpay", "detail");
        return Long.parseLong(detail.replaceFirst(".*; (\\d+) calls left in this minute", "$1"));
    }

    private static String field(JsonPath status, String part, String name) {
        return status.getString("data.find { it.part == '" + part + "' }." + name);
    }

    private static JsonPath status() {
        return Api.caller()
                .get("/v1/status")
                .then()
                .statusCode(200)
                .header("Cache-Control", equalTo("no-store"))
                .extract()
                .jsonPath();
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
