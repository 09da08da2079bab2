// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away for so long that UQPAY gives up on its events, or its host without a word. */
class StoreAwayIT {

    @Test
    void afterItIsBackEveryCardShowsUqpaysStatusAndStreamsAreTold() throws Exception {
        Map<String, String> environment = new HashMap<>();
        PackagedGateway gateway = new PackagedGateway(environment);
        try (World world = World.start(gateway.url() + "/webhooks/uqpay");
                Line line = Line.to(() -> database().getPort())) {
            environment.putAll(world.environment());
            environment.put(
                    "CARDWIRE_DATABASE_URL",
                    "postgresql://localhost:" + line.port() + database().getPath());
            environment.put("CARDWIRE_WEBHOOK_WATCH_EVERY", "200ms");
            environment.put("CARDWIRE_WEBHOOK_WATCH_OUTAGE", "2s");
            environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "500ms");
            gateway.start();
            String frozen = activeCard(gateway);
            String blocked = activeCard(gateway);
            String query = "?card_id=" + frozen + "&card_id=" + blocked;
            try (SseClient stream = SseClient.open(gateway.url(), query, "")) {
                await().until(() -> !stream.events("stream.live").isEmpty());
                // a sweep that was quicker than the event of a new card has counted that one
                double before = missed(gateway);
                line.cut();
                // eight minutes of retries in five seconds
                world.behave(Map.of("rate_limit_per_minute", 0, "time_scale", 0.01));
                Api.moveAtUqpay(world.control("events"), frozen, "FROZEN");
                Api.moveAtUqpay(world.control("events"), blocked, "BLOCKED");
                await().atMost(Duration.ofSeconds(60)).until(() -> givenUp(world, frozen) && givenUp(world, blocked));
                line.restore();
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> statusOf(gateway, frozen).equals("FROZEN")
                                && statusOf(gateway, blocked).equals("BLOCKED"));
                await().until(() -> stream.events("card.status").size() == 2);
                assertThat(stream.events("card.status"))
                        .allSatisfy(event -> assertThat(event.data()).contains("\"cause\":\"reconciliation\""));
                assertThat(missed(gateway) - before).isEqualTo(2.0);
            }
        } finally {
            gateway.close();
        }
    }

    /** As after a failover: connections from before are answered no more, new ones are. */
    @Test
    void isReadyAgainWhenTheHostVanishedWithoutAWord() throws Exception {
        AtomicBoolean vanished = new AtomicBoolean();
        Supplier<Predicate<String>> ofTheOldHost = () -> {
            boolean isNew = vanished.get();
            return chunk -> vanished.get() && !isNew;
        };
        Map<String, String> environment = new HashMap<>();
        PackagedGateway gateway = new PackagedGateway(environment);
        try (World world = World.start(gateway.url() + "/webhooks/uqpay");
                Line line = Line.holding(database().getPort(), ofTheOldHost)) {
            environment.putAll(world.environment());
            environment.put(
                    "CARDWIRE_DATABASE_URL",
                    "postgresql://localhost:" + line.port() + database().getPath());
            environment.put("CARDWIRE_STORE_SILENCE", "7s");
            gateway.start();
            String card = activeCard(gateway);
            vanished.set(true);
            line.held().join();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> statusOf(gateway, card).equals("ACTIVE"));
            await().atMost(Duration.ofSeconds(60)).until(gateway::isReady);
        } finally {
            gateway.close();
        }
    }

    private static double missed(PackagedGateway gateway) {
        String name = "cardwire_webhook_missed_total ";
        return Api.caller()
                .get(gateway.url() + "/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
                .sum();
    }

    private static URI database() {
        return URI.create(System.getProperty("cardwire.database.url"));
    }

    private static String activeCard(PackagedGateway gateway) {
        String card = Api.issuing(UUID.randomUUID().toString())
                .post(gateway.url() + "/v1/cards")
                .then()
                .statusCode(201)
                .extract()
                .path("card_id");
        await().until(() -> statusOf(gateway, card).equals("ACTIVE"));
        return card;
    }

    /** Empty while the gateway cannot say. */
    private static String statusOf(PackagedGateway gateway, String card) {
        String status = Api.caller().get(gateway.url() + "/v1/cards/" + card).path("card_status");
        return status == null ? "" : status;
    }

    private static boolean givenUp(World world, String card) {
        return RestAssured.given()
                .get(world.control("deliveries?event_type=card.status.update.succeeded&card_id=" + card))
                .<List<String>>path("data.state")
                .equals(List.of("GIVEN_UP"));
    }
}
