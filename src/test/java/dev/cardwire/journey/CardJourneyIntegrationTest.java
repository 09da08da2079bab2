// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SseClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A card's way over real HTTP, PostgreSQL and Redis, seen only from outside. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardJourneyIntegrationTest {

    @TestHTTPResource("/")
    String base;

    @AfterEach
    void reset() {
        Api.behaveWell();
    }

    @Test
    void streamShowsPendingThenActiveEachOnce() throws Exception {
        try (SseClient stream = open("", "")) {
            String card = Api.issueCard();
            await().until(() -> statuses(stream, card).contains("ACTIVE"));
            assertThat(statuses(stream, card)).containsExactly("PENDING", "ACTIVE");
            assertThat(Api.statusOf(card)).isEqualTo("ACTIVE");
        }
    }

    @Test
    void tenCopiesOfOneEventAreOneChange() {
        String card = Api.activeCard();
        String event = Api.moveAtUqpay(card, "BLOCKED");
        await().until(() -> Api.statusOf(card).equals("BLOCKED"));
        int version = version(card);
        given().contentType(ContentType.JSON)
                .body(Map.of("times", 10))
                .post("/simulator/control/events/" + event + "/resend")
                .then()
                .statusCode(200);
        await().until(() -> answers(event).size() == 11);
        assertThat(answers(event).stream().filter(answer -> answer.contains("applied")))
                .hasSize(1);
        assertThat(answers(event).stream().filter(answer -> answer.contains("duplicate")))
                .hasSize(10);
        assertThat(version(card)).isEqualTo(version);
    }

    @Test
    void resumedStreamGetsExactlyWhatItMissed() throws Exception {
        String card = Api.activeCard();
        String lastId;
        try (SseClient stream = open("?card_id=" + card, "")) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            lastId = stream.lastId();
        }
        change(card, "FROZEN");
        change(card, "ACTIVE");
        try (SseClient resumed = open("?card_id=" + card, lastId)) {
            await().until(() -> !resumed.events("stream.live").isEmpty());
            assertThat(resumed.events().stream().map(SseClient.Event::type))
                    .containsExactly("card.status", "card.status", "stream.live");
            assertThat(statuses(resumed, card)).containsExactly("FROZEN", "ACTIVE");
        }
    }

    @Test
    void freshStreamBeginsWithSnapshotOfItsScope() throws Exception {
        String card = Api.activeCard();
        Api.activeCard();
        try (SseClient stream = open("?card_id=" + card, "")) {
            await().until(() -> !stream.events("stream.live").isEmpty());
            assertThat(stream.events("card.snapshot")).hasSize(1);
            assertThat(stream.events("card.snapshot").get(0).data()).contains(card, "ACTIVE");
        }
    }

    @Test
    void manyCallersWithOneKeyGetOneCard() throws Exception {
        String key = UUID.randomUUID().toString();
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Integer>> calls = IntStream.range(0, 32)
                    .mapToObj(n -> (Callable<Integer>)
                            () -> Api.issuing(key).post("/v1/cards").statusCode())
                    .toList();
            for (Future<Integer> answer : callers.invokeAll(calls)) {
                assertThat(answer.get()).isIn(201, 409);
            }
        } finally {
            callers.shutdownNow();
        }
        String card = Api.issuing(key)
                .post("/v1/cards")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true")
                .extract()
                .path("card_id");
        List<String> operations = Api.caller()
                .get("/v1/operations?kind=ISSUE_CARD&limit=200")
                .then()
                .extract()
                .path("data.findAll { it.card_id == '" + card + "' }.operation_id");
        assertThat(operations).hasSize(1);
        assertThat(simulatedCards(operations.get(0))).hasSize(1);
    }

    @Test
    void cardIsFoundWhenTheConnectionBreaksAfterItWasMade() {
        Api.behave(Map.of("create_card_then_drop_connection_rate", 1.0, "webhook_drop_rate", 1.0));
        String key = UUID.randomUUID().toString();
        int first = Api.issuing(key).post("/v1/cards").statusCode();
        assertThat(first).isIn(201, 202);
        Api.behaveWell();
        await().until(() -> Api.issuing(key).post("/v1/cards").statusCode() == 201);
        String operation = Api.issuing(key).post("/v1/cards").then().extract().path("operation_id");
        assertThat(simulatedCards(operation)).hasSize(1);
    }

    @Test
    void eventBeforeTheAnswerIsTheSameCard() {
        Api.behave(Map.of("webhook_before_response", true));
        String card = Api.issueCard();
        await().until(() -> Api.statusOf(card).equals("ACTIVE"));
        assertThat(Api.caller().get("/v1/cards/" + card).<String>path("cardholder_id"))
                .isEqualTo(Api.HOLDER);
    }

    @Test
    void eventAboutCardMadeElsewhereAdoptsIt() {
        String card = given().contentType(ContentType.JSON)
                .body(Map.of("event_type", "card.create.succeeded"))
                .post("/simulator/control/events")
                .then()
                .statusCode(200)
                .extract()
                .path("card_id");
        if (card != null) {
            await().until(() -> Api.caller().get("/v1/cards/" + card).statusCode() == 200);
        }
    }

    private SseClient open(String query, String lastId) throws Exception {
        return SseClient.open(base.replaceAll("/$", ""), query, lastId);
    }

    private static void change(String card, String status) {
        await().until(() -> Api.caller()
                        .body(Map.of("card_status", status))
                        .post("/v1/cards/" + card + "/status")
                        .statusCode()
                == 202);
        await().until(() -> Api.statusOf(card).equals(status));
    }

    private static List<String> statuses(SseClient stream, String card) {
        return stream.events("card.status").stream()
                .map(event -> new JsonPath(event.data()))
                .filter(data -> card.equals(data.getString("card_id")))
                .map(data -> data.getString("card_status"))
                .toList();
    }

    private static int version(String card) {
        return Api.caller().get("/v1/cards/" + card).path("version");
    }

    /** The answers to every delivery of an event. */
    private static List<String> answers(String event) {
        return given()
                .get("/simulator/control/deliveries?limit=1000")
                .then()
                .extract()
                .<List<List<String>>>path("data.findAll { it.event_id == '" + event + "' }.attempts.answer")
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static List<?> simulatedCards(String operation) {
        return given().get("/simulator/control/cards?limit=1000")
                .then()
                .extract()
                .path("data.findAll { it.metadata?.cardwire_operation_id == '" + operation + "' }");
    }
}
