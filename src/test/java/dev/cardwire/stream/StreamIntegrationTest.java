// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.cardwire.stream.fanout.SseEvent;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class StreamIntegrationTest {

    private static final String KEY = "Bearer cardwire-dev-key";

    /** What {@code Cards} does at the end of its transaction, without a card. */
    private static final String COMMIT = """
            with head as (update feed_head set position = position + 1 returning position)
            insert into card_change (position, card_id, version, card_status, previous_status, status_changed,
                holder_named, card_order_id, cardholder_id, cause, event_id, occurred_at)
            select position, ?, 2, 'FROZEN', 'ACTIVE', true, false, 'order', ?, 'WEBHOOK', null, now() from head""";

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Test
    void streamsACommittedChangeAndResumesExactlyAfterIt() throws Exception {
        UUID card = UUID.randomUUID();
        String id;
        try (LiveStream stream = open("?card_id=" + card, KEY, null)) {
            stream.awaitEvents("stream.live");
            commit(card, UUID.randomUUID());
            commit(UUID.randomUUID(), UUID.randomUUID());
            List<SseEvent> events = stream.awaitEvents("card.status");
            SseEvent change = events.get(events.size() - 1);
            JsonPath data = new JsonPath(change.data());
            assertThat(data.getString("card_id")).isEqualTo(card.toString());
            assertThat(data.getString("cause")).isEqualTo("webhook");
            assertThat(data.getString("event_id")).isNull();
            assertThat(data.getString("occurred_at")).endsWith("Z");
            id = change.lastEventId();
        }
        commit(card, null);
        try (LiveStream stream = open("?card_id=" + card + "&last_event_id=ignored", KEY, id)) {
            assertThat(stream.awaitEvents("stream.live").stream().map(SseEvent::name))
                    .containsExactly("card.status", "stream.live");
        }
    }

    @Test
    void tellsOfAGapAndStartsAfresh() throws Exception {
        try (LiveStream stream = open("?card_id=" + UUID.randomUUID() + "&last_event_id=not-ours", KEY, null)) {
            assertThat(stream.awaitEvents("stream.live").stream().map(SseEvent::name))
                    .containsExactly("stream.gap", "stream.live");
        }
    }

    /** A browser shows what it gets, and a log keeps it. */
    @Test
    void gapRepeatsOnlyWhatMayBeAnIdOfOurs() throws Exception {
        for (String given : List.of("4111111111111111", "411111-1111111111", "4111-1111-1111-1111", "not-ours")) {
            assertThat(gapFor(given)).as(given).isEqualTo("{\"from\":\"\"}");
        }
        assertThat(gapFor("0badcafe-12")).isEqualTo("{\"from\":\"0badcafe-12\"}");
    }

    private String gapFor(String given) throws Exception {
        try (LiveStream stream = open("?card_id=" + UUID.randomUUID(), KEY, given)) {
            return stream.awaitEvents("stream.gap").get(0).data();
        }
    }

    @Test
    void requestWithABodyIsRefused() {
        given().header("Authorization", KEY)
                .body("{}")
                .get("/v1/stream")
                .then()
                .statusCode(400)
                .body("code", equalTo("malformed_request"));
    }

    @Test
    void ticketOpensItsScopeUntilItIsRevoked() throws Exception {
        UUID card = UUID.randomUUID();
        UUID holder = UUID.randomUUID();
        JsonPath ticket = ticket("{\"card_ids\":[\"%s\"],\"cardholder_ids\":[\"%s\"]}".formatted(card, holder));
        String query = ticket.getString("stream_url").replace("/v1/stream", "");
        try (LiveStream stream = open(query, null, null)) {
            stream.awaitEvents("stream.live");
            commit(UUID.randomUUID(), holder);
            stream.awaitEvents("card.status");
            given().get("/v1/stream" + query + "&card_id=" + UUID.randomUUID())
                    .then()
                    .statusCode(403);
            given().header("Authorization", KEY)
                    .delete("/v1/stream-tickets/" + ticket.getString("ticket_id"))
                    .then()
                    .statusCode(204);
            stream.awaitEvents("stream.expired");
            stream.awaitEnd();
        }
        for (String more : List.of("", "&card_id=" + UUID.randomUUID())) {
            given().get("/v1/stream" + query + more).then().statusCode(401).body("code", equalTo("unauthenticated"));
        }
    }

    @Test
    void ticketWithEveryIdThereIsRoomForFitsInAUrl() throws Exception {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            ids.append(i == 0 ? "" : ",").append('"').append(UUID.randomUUID()).append('"');
        }
        JsonPath ticket = ticket("{\"card_ids\":[%1$s],\"cardholder_ids\":[%1$s]}".formatted(ids));
        try (LiveStream stream = open("?ticket=" + ticket.getString("ticket"), null, null)) {
            stream.awaitEvents("stream.live");
        }
        try (LiveStream stream = openWithCookie(ticket("{\"everything\":true}").getString("ticket"))) {
            stream.awaitEvents("stream.live");
        }
    }

    @Test
    void ticketRevokedBeforeItWasEverSeenIsStoredToo() {
        given().header("Authorization", KEY)
                .delete("/v1/stream-tickets/" + UUID.randomUUID())
                .then()
                .statusCode(204);
        given().header("Authorization", KEY)
                .delete("/v1/stream-tickets/nonsense")
                .then()
                .statusCode(404);
    }

    @Test
    void refusesWhatIsNotAllowedOrNotUnderstood() {
        given().get("/v1/stream").then().statusCode(401).body("code", equalTo("unauthenticated"));
        given().get("/v1/stream?ticket=forged").then().statusCode(401);
        given().header("Authorization", "Bearer wrong").get("/v1/stream").then().statusCode(401);
        given().header("Authorization", KEY)
                .get("/v1/stream?card_id=42")
                .then()
                .statusCode(422)
                .body("errors.field", hasItem("card_id"));
        given().header("Authorization", KEY).post("/v1/stream").then().statusCode(405);
        given().header("Authorization", KEY).head("/v1/stream").then().statusCode(405);
    }

    @Test
    void refusesTicketRequestsThatBreakARule() {
        for (String body : List.of(
                "{}",
                "{\"card_ids\":[]}",
                "{\"everything\":false}",
                "{\"everything\":true,\"ttl_seconds\":59}",
                "{\"everything\":true,\"ttl_second\":60}",
                "{\"card_ids\":[\"42\"]}")) {
            post(body, 422, "validation_failed");
        }
        for (String body : List.of("", "[]", "{\"card_ids\":7}", "{\"everything\":true,\"everything\":true}", "{")) {
            post(body, 400, "malformed_request");
        }
        given().contentType("application/json")
                .body("{}")
                .post("/v1/stream-tickets")
                .then()
                .statusCode(401);
    }

    private static void post(String body, int status, String code) {
        given().header("Authorization", KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/stream-tickets")
                .then()
                .statusCode(status)
                .body("code", equalTo(code));
    }

    private static JsonPath ticket(String body) {
        return given().header("Authorization", KEY)
                .contentType("application/json")
                .body(body)
                .post("/v1/stream-tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private LiveStream open(String query, String key, String lastEventId) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "v1/stream" + query));
        if (key != null) {
            request.header("Authorization", key);
        }
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        return LiveStream.of(request.build());
    }

    private LiveStream openWithCookie(String ticket) throws IOException, InterruptedException {
        return LiveStream.of(HttpRequest.newBuilder(URI.create(base + "v1/stream"))
                .header("Cookie", "cardwire_ticket=" + ticket)
                .build());
    }

    private void commit(UUID card, UUID holder) throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(COMMIT)) {
            statement.setObject(1, card);
            statement.setObject(2, holder);
            statement.executeUpdate();
        }
    }
}
