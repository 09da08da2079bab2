// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.SseClient;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What was kept long enough goes, and nothing else does. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class RetentionIntegrationTest {

    private static final List<String> OPEN = List.of("REQUESTED", "SENT", "IN_DOUBT", "UNRESOLVED");

    @TestHTTPResource("/")
    URL base;

    @Inject
    RetentionJob pruner;

    @Inject
    AgroalDataSource store;

    @Test
    void whoResumesFromBeforeTheKeptTimeGetsAGapAndASnapshotAndNobodyElseDoes() throws Exception {
        String card = Api.issueCard();
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        String before = idOfNow(card);
        become(card, "FROZEN");
        become(card, "ACTIVE");
        // other tests' cards may still be moving, so "old" is all that came before this card's last change
        long young = number("select max(position) from card_change where card_id = '" + card + "'");
        execute("update card_change set committed_at = now() - interval '401 days' where position < " + young);
        String lastOld = before.replaceFirst("[0-9]+$", String.valueOf(young - 1));
        prune();

        assertThat(number("select kept_from from feed_head")).isEqualTo(young);
        assertThat(number("select min(position) from card_change")).isEqualTo(young);
        assertThat(namesAfter(card, before)).startsWith("stream.gap", "card.snapshot");
        assertThat(namesAfter(card, lastOld)).containsExactly("card.status", "stream.live");
        Api.caller().get("/v1/cards/" + card).then().statusCode(200).body("version", equalTo((int)
                number("select version from card where card_id = '" + card + "'")));
        Api.caller().get("/q/metrics").then().body(containsString("cardwire_pruned_rows_total{table=\"card_change\"}"));
    }

    @Test
    void changeBehindAYoungerOneIsKeptWhateverItsTime() throws Exception {
        String card = Api.issueCard();
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        become(card, "FROZEN");
        long last = number("select max(position) from card_change");
        execute("update card_change set committed_at = now() - interval '401 days' where position = " + last);
        prune();
        assertThat(number("select count(*) from card_change where position = " + last))
                .isEqualTo(1);
        execute("update card_change set committed_at = now() where position = " + last);
    }

    @Test
    void endedOperationIsForgottenWithItsKeyAndOneThatHasNotEndedNever() throws Exception {
        String key = UUID.randomUUID().toString();
        String operation = Api.issuing(key)
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("operation_id");
        String caller = UUID.randomUUID().toString();
        for (String state : OPEN) {
            execute("insert into operation (operation_id, kind, state, caller, idempotency_key, target, fingerprint,"
                    + " upstream_key, deadline, created_at, ended_at) select gen_random_uuid(), 'RECHARGE', '" + state
                    + "', '" + caller + "', '" + state + "', target, fingerprint, gen_random_uuid(),"
                    + " now() + interval '1 day', now() - interval '3 years', now() - interval '3 years'"
                    + " from operation where operation_id = '" + operation + "'");
        }
        String ofCaller = "select count(*) from operation where caller = '" + caller + "'";
        execute("update operation set ended_at = now() - interval '399 days' where operation_id = '" + operation + "'");
        prune();
        Api.issuing(key).post("/v1/cards").then().statusCode(201).header("Idempotency-Replayed", "true");
        execute("update operation set ended_at = now() - interval '401 days' where operation_id = '" + operation + "'");
        prune();
        Api.caller().get("/v1/operations/" + operation).then().statusCode(404);
        assertThat(number(ofCaller)).isEqualTo(OPEN.size());
        execute("delete from operation where caller = '" + caller + "'");
    }

    @Test
    void eventsAndOdditiesAreForgottenAfterTheirTimeAndNotBefore() throws Exception {
        String young = deliver();
        String old = deliver();
        execute("update webhook_event set received_at = now() - interval '399 days' where event_id = '" + young + "'");
        execute("update webhook_event set received_at = now() - interval '401 days' where event_id = '" + old + "'");
        oddity("399 days");
        oddity("401 days");
        prune();
        Api.caller().get("/v1/webhook-events/" + young).then().statusCode(200).body("outcome", equalTo("parked"));
        Api.caller().get("/v1/webhook-events/" + old).then().statusCode(404);
        assertThat(number("select count(*) from webhook_oddity where kind = 'retention'"))
                .isEqualTo(1);
    }

    @Test
    void expiredRevocationsAndOldImportsGo() throws Exception {
        UUID ended = UUID.randomUUID();
        UUID alive = UUID.randomUUID();
        execute("insert into revoked_ticket (ticket_id, expires_at) values ('" + ended
                + "', now() - interval '1 minute'), ('" + alive + "', now() + interval '1 hour')");
        execute("insert into card_import (import_id, state, seen, adopted, started_at) values ('" + ended
                + "', 'DONE', 1, 1, now() - interval '91 days'), ('" + alive + "', 'DONE', 1, 1, now())");
        prune();
        for (String table : List.of("revoked_ticket where ticket_id", "card_import where import_id")) {
            assertThat(number("select count(*) from " + table + " = '" + ended + "'"))
                    .isZero();
            assertThat(number("select count(*) from " + table + " = '" + alive + "'"))
                    .isEqualTo(1);
        }
    }

    private void prune() {
        pruner.pass(() -> Uni.createFrom().item(true)).await().indefinitely();
    }

    private static void become(String card, String status) {
        Api.caller()
                .body(Map.of("card_status", status))
                .post("/v1/cards/" + card + "/status")
                .then()
                .statusCode(202);
        await().until(() -> Api.statusOf(card).equals(status));
        // the order's end comes with the event, and the next change has to wait for it
        await().until(() -> Api.caller()
                        .get("/v1/operations?state=ACCEPTED&kind=UPDATE_STATUS")
                        .path("data.find { it.card_id == '" + card + "' }.order_status")
                != null);
    }

    private String idOfNow(String card) throws Exception {
        try (SseClient stream = SseClient.open(url(), "?card_id=" + card, "")) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            return stream.events("stream.live").get(0).id();
        }
    }

    private List<String> namesAfter(String card, String id) throws Exception {
        try (SseClient stream = SseClient.open(url(), "?card_id=" + card, id)) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            return stream.events().stream().map(SseClient.Event::type).toList();
        }
    }

    private String deliver() throws Exception {
        String event = UUID.randomUUID().toString();
        String body = SignedEvents.status(
                event,
                UUID.randomUUID().toString(),
                "FROZEN",
                OffsetDateTime.now().toString());
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(SignedEvents.delivery(url(), body), HttpResponse.BodyHandlers.ofString());
        assertThat(answer.body()).contains("parked");
        return event;
    }

    private void oddity(String ago) throws SQLException {
        execute("insert into webhook_oddity (oddity_id, kind, digest, size, received_at) values (gen_random_uuid(),"
                + " 'retention', decode(md5(random()::text), 'hex'), 1, now() - interval '" + ago + "')");
    }

    private String url() {
        return base.toString().replaceAll("/$", "");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = store.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
