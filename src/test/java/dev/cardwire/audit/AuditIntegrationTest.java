// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.LogLines;
import dev.cardwire.testsupport.SignedEvents;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From the id of a request, {@code grep} alone finds who asked for what, and what became of it. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class AuditIntegrationTest {

    private static final String TIME = "2026-03-04T10:00:00.000+08:00";

    @TestHTTPResource("/")
    URL base;

    private final LogLines log = LogLines.of("dev.cardwire");

    @AfterEach
    void end() {
        Api.behaveWell();
        log.close();
    }

    @Test
    void requestIdLeadsToTheWholeStoryOfACard() {
        String request = request();
        Response issued = issue(request, Api.newKey());
        issued.then().statusCode(201);
        String card = issued.path("card_id");
        String operation = issued.path("operation_id");
        Api.awaitCard(card, "card_status", "ACTIVE");
        Api.awaitIdle(operation);
        as(request() + "-freeze").body(Map.of("card_status", "FROZEN")).post("/v1/cards/" + card + "/status");
        Api.awaitCard(card, "card_status", "FROZEN");
        as(request() + "-read").post("/v1/cards/" + card + "/reconcile").then().statusCode(200);

        String first = only(request);
        assertThat(first)
                .startsWith("INFO action=issue_card outcome=accepted request_id=" + request + " caller=local ")
                .contains(" status=201 uqpay_status=200 ms=");
        assertThat(field(first, "card_id")).isEqualTo(card);
        assertThat(field(first, "operation_id")).isEqualTo(operation);
        await().untilAsserted(() -> {
            List<String> story = log.grep("card_id=" + field(first, "card_id"));
            assertThat(story).anyMatch(line -> line.contains("action=event outcome=applied"));
            assertThat(story).anyMatch(line -> line.contains("action=update_status outcome=accepted"));
            assertThat(story)
                    .anyMatch(line -> line.contains("action=reconcile_card outcome=done") && line.contains("-read"));
        });
        assertThat(log.grep("action=event outcome=applied"))
                .filteredOn(line -> line.contains(card))
                .allMatch(line -> line.contains(" event_id=") && line.contains(" request_id="));
    }

    @Test
    void refusalsAndRepeatsHaveTheirLines() {
        String request = request();
        String key = Api.newKey();
        issue(request + "-a", key).then().statusCode(201);
        issue(request + "-b", key).then().statusCode(201);
        as(request + "-c")
                .header("Idempotency-Key", Api.newKey())
                .body("{}")
                .post("/v1/cards")
                .then()
                .statusCode(422);
        as(request + "-d").delete("/v1/stream-tickets/" + UUID.randomUUID());
        String ticket = as(request + "-e")
                .body(Map.of("everything", true))
                .post("/v1/stream-tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("ticket_id");
        assertThat(only(request + "-b")).contains("outcome=replayed", "operation_id=" + operation(request + "-a"));
        assertThat(only(request + "-c"))
                .contains("outcome=refused", "caller=local", "status=422", "problem=validation_failed");
        assertThat(only(request + "-d")).contains("action=revoke_ticket outcome=done", "ticket_id=");
        assertThat(only(request + "-e")).contains("action=create_ticket outcome=done", "ticket_id=" + ticket);
    }

    /** Whoever has no key must not fill the log; that they were refused is counted. */
    @Test
    void strangersHaveNoLines() {
        String request = request();
        io.restassured.RestAssured.given()
                .header("X-Request-Id", request)
                .post("/v1/cards")
                .then()
                .statusCode(401);
        String later = request();
        as(later)
                .header("Idempotency-Key", Api.newKey())
                .body("{}")
                .post("/v1/cards")
                .then()
                .statusCode(422);
        only(later);
        assertThat(log.grep("request_id=" + request + " ")).isEmpty();
    }

    /** Of the first request alone: what ends the doubt has no request of its own. */
    @Test
    void everyDoubtHasItsClosingLine() {
        Api.activeCard(Api.SHARE, "10"); // what the rules ask for is known from now on
        Api.behave(Map.of("http_error_rate", 1, "http_error_status", 500));
        String request = request();
        String operation =
                issue(request, Api.newKey()).then().statusCode(202).extract().path("operation_id");
        assertThat(only(request)).contains("outcome=in_doubt", "operation_id=" + operation, "uqpay_status=500");
        assertThat(log.grep("operation " + operation + " is in doubt")).hasSize(1);
        Api.behaveWell();
        await().atMost(Duration.ofSeconds(90)).untilAsserted(() -> assertThat(log.grep("request_id=" + request))
                .last()
                .asString()
                .contains(
                        "action=issue_card outcome=accepted", "caller=local", "operation_id=" + operation, "card_id="));
        assertThat(log.grep("operation " + operation + " is no longer in doubt"))
                .hasSize(1);
    }

    @Test
    void oddEventsHaveTheirLines() throws Exception {
        UUID event = UUID.randomUUID();
        UUID card = UUID.randomUUID();
        deliver(SignedEvents.status(event.toString(), card.toString(), "ACTIVE", TIME));
        assertThat(log.grep("event_id=" + event)).singleElement().asString().contains("outcome=parked");
        deliver(SignedEvents.status(event.toString(), card.toString(), "FROZEN", TIME));
        assertThat(log.grep("event_id=" + event)).last().asString().contains("outcome=conflict");
        String request = request();
        as(request).post("/v1/webhook-events/" + event + "/replay").then().statusCode(200);
        assertThat(only(request)).contains("action=replay_event", "caller=local", "event_id=" + event);
    }

    private String operation(String request) {
        return field(only(request), "operation_id");
    }

    private String only(String request) {
        await().until(() -> !log.grep("request_id=" + request + " ").isEmpty());
        return log.grep("request_id=" + request + " ").get(0);
    }

    private static String field(String line, String name) {
        Matcher found = Pattern.compile(" " + name + "=(\\S+)").matcher(line);
        assertThat(found.find()).as(line).isTrue();
        return found.group(1);
    }

    private void deliver(String body) throws Exception {
        String server = base.toString().replaceAll("/$", "");
        assertThat(HttpClient.newHttpClient()
                        .send(SignedEvents.delivery(server, body), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private static String request() {
        return "incident-" + UUID.randomUUID();
    }

    private static io.restassured.specification.RequestSpecification as(String request) {
        return Api.caller().header("X-Request-Id", request);
    }

    private static Response issue(String request, String key) {
        return Api.issuing(key).header("X-Request-Id", request).post("/v1/cards");
    }
}
