// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The events of one card's life over the real endpoint, in every order and with duplicates, while UQPAY can be asked:
 * {@code CardLifeOrdersTest} for what lies below.
 */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class CardLifeOrdersIntegrationTest {

    /** What UQPAY's card was, in order; a repetition of one of them cannot be told from it. */
    private static final List<String> LIFE = List.of("ACTIVE", "FROZEN", "ACTIVE", "CANCELLED");

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @BeforeEach
    void keepEventsBack() {
        Api.behave(Map.of("webhook_drop_rate", 1, "rate_limit_per_minute", 0));
    }

    @AfterEach
    void calm() {
        Api.behaveWell();
    }

    @Test
    void everyOrderEndsInUqpaysStatus() throws Exception {
        Hooks hooks = new Hooks(base);
        Random random = new Random(20261122);
        List<Told> lives = new ArrayList<>();
        for (List<Integer> order : orders(4)) {
            // half of the lives within one second, where only a look at UQPAY can tell
            lives.add(new Told(order, events(lives.size() % 2 == 0 ? 0 : 5)));
        }
        List<CompletableFuture<Hooks.Answer>> answers = new ArrayList<>();
        // not one life after the other: batches hold events of many cards
        for (int at = 0; at < LIFE.size(); at++) {
            for (Told life : lives) {
                byte[] body = life.events().get(life.order().get(at)).getBytes(StandardCharsets.UTF_8);
                answers.add(hooks.send(body));
                if (random.nextBoolean()) {
                    answers.add(hooks.send(body));
                }
            }
        }
        answers.forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
        for (Told life : lives) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> check(life));
        }
    }

    /** @param events in the order in which UQPAY made them; {@code order} says how they came */
    private record Told(List<Integer> order, List<String> events) {

        String card() {
            return events.get(0).replaceAll(".*\"card_id\":\"([^\"]*)\".*", "$1");
        }
    }

    private void check(Told life) throws SQLException {
        List<String> announced = Stored.query(
                store,
                "select card_status from card_change where status_changed and card_id = '" + life.card()
                        + "' order by position");
        assertThat(announced).as(life.toString()).isNotEmpty().endsWith("CANCELLED");
        int at = 0;
        String previous = "";
        for (String status : announced) {
            assertThat(status).as("announced once: %s", life).isNotEqualTo(previous);
            int found = LIFE.subList(at, LIFE.size()).indexOf(status);
            assertThat(found)
                    .as("one that UQPAY had, and none it had left: %s", life)
                    .isNotNegative();
            at += found + 1;
            previous = status;
        }
    }

    /** Has the local UQPAY live through a card's life, and returns what it would have sent. */
    private static List<String> events(int secondsBetween) {
        String created = event(Map.of("event_type", "card.create.succeeded"));
        String card = created.replaceAll(".*\"card_id\":\"([^\"]*)\".*", "$1");
        List<String> events = new ArrayList<>(List.of(created));
        OffsetDateTime time =
                OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        for (String status : LIFE.subList(1, LIFE.size())) {
            time = time.plusSeconds(secondsBetween);
            events.add(event(Map.of(
                    "event_type",
                    "card.status.update.succeeded",
                    "card_id",
                    card,
                    "data",
                    Map.of("card_status", status, "update_time", time.toString()))));
        }
        return events;
    }

    private static String event(Map<String, Object> wanted) {
        String id = given().contentType(ContentType.JSON)
                .body(wanted)
                .post("/simulator/control/events")
                .then()
                .statusCode(200)
                .extract()
                .path("event_id");
        return given().get("/simulator/control/deliveries/" + UUID.fromString(id))
                .then()
                .statusCode(200)
                .extract()
                .path("body");
    }

    private static List<List<Integer>> orders(int events) {
        List<List<Integer>> all = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        for (int event = 0; event < events; event++) {
            order.add(event);
        }
        permute(order, 0, all);
        return all;
    }

    private static void permute(List<Integer> order, int at, List<List<Integer>> all) {
        if (at == order.size()) {
            all.add(List.copyOf(order));
        }
        for (int i = at; i < order.size(); i++) {
            Collections.swap(order, at, i);
            permute(order, at + 1, all);
            Collections.swap(order, at, i);
        }
    }
}
