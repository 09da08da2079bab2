// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Sender;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.Stores;
import dev.cardwire.testsupport.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is around a replica is broken in fact. Two scrapes of the replica, and use between them, make the series of half an
 * hour that goes on like this, and promtool says which alerts of the manifests fire.
 */
class BrokenNeighboursIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private static final Map<String, String> ENVIRONMENT = new HashMap<>();
    private static final PackagedGateway GATEWAY = new PackagedGateway(ENVIRONMENT);
    private static final Sender SENDER = new Sender(8);
    private static Stores stores;
    private static World world;
    private static Line redis;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(RulesOfManifests.canBeEvaluated(), "there is no promtool on this machine");
        stores = Stores.start();
        world = World.startWithoutStores(GATEWAY.url() + "/webhooks/uqpay");
        ENVIRONMENT.putAll(world.environmentWithoutStores());
        ENVIRONMENT.putAll(stores.environment());
        int redisPort = URI.create(ENVIRONMENT.get("CARDWIRE_REDIS_URL")).getPort();
        redis = Line.to(() -> redisPort);
        ENVIRONMENT.put("CARDWIRE_REDIS_URL", "redis://localhost:" + redis.port());
        ENVIRONMENT.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        GATEWAY.start();
    }

    @AfterAll
    static void stop() throws Exception {
        GATEWAY.close();
        if (stores != null) {
            redis.close();
            world.close();
            stores.close();
        }
    }

    /** Everything works again before the next thing is broken. */
    @BeforeEach
    void everythingWorks() {
        world.behave(Map.of());
        world.behave(Map.of("rate_limit_per_minute", 0));
        await().atMost(SOON).until(() -> GATEWAY.isReady() && issue(GATEWAY) == 201);
    }

    @Test
    void nothingIsBroken() throws Exception {
        assertThat(firing(GATEWAY)).isEmpty();
    }

    @Test
    void postgresqlTakesNoWrites() throws Exception {
        stores.database().execute("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        try {
            await().atMost(SOON).until(() -> !GATEWAY.isReady());
            assertThat(firing(GATEWAY))
                    .contains("CardwireStoreNotWritable", "CardwireIssuingUnavailable", "CardwireWebhookRefused");
        } finally {
            stores.database()
                    .execute(
                            "set default_transaction_read_only = off",
                            "alter system reset default_transaction_read_only",
                            "select pg_reload_conf()");
        }
    }

    @Test
    void redisIsAway() throws Exception {
        redis.cut();
        try {
            assertThat(firing(GATEWAY)).containsExactly("CardwireRedisFailing");
        } finally {
            redis.restore();
        }
    }

    @Test
    void uqpayIsAway() throws Exception {
        world.behave(Map.of("http_error_rate", 1, "http_error_status", 503));
        assertThat(firing(GATEWAY)).contains("CardwireCircuitOpen");
    }

    @Test
    void uqpayRefusesTheAccount() throws Exception {
        world.behave(Map.of("http_error_rate", 1, "http_error_status", 401));
        assertThat(firing(GATEWAY)).contains("CardwireUpstreamUnauthorized");
    }

    @Test
    void uqpayLimitsTheRate() throws Exception {
        world.behave(Map.of("rate_limit_per_minute", 1));
        assertThat(firing(GATEWAY)).contains("CardwireUpstreamRateLimited");
    }

    @Test
    void budgetIsTooSmall() throws Exception {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "10");
        try (PackagedGateway small = new PackagedGateway(environment)) {
            small.start();
            assertThat(firing(small)).contains("CardwireBudgetExhausted");
        }
    }

    @Test
    void uqpaySignsWithAnotherSecret() throws Exception {
        Scrape before = Scrape.of(GATEWAY.url());
        String event = event();
        String time = Long.toString(System.currentTimeMillis());
        SENDER.send(HttpRequest.newBuilder(URI.create(GATEWAY.url() + "/webhooks/uqpay"))
                        .header("x-wk-timestamp", time)
                        .header(
                                "x-wk-signature",
                                SignedEvents.sign(
                                        "another secret of the endpoint", event.getBytes(StandardCharsets.UTF_8), time))
                        .POST(HttpRequest.BodyPublishers.ofString(event))
                        .build())
                .join();
        assertThat(RulesOfManifests.firing(Scrape.of(GATEWAY.url()).goneOnSince(before)))
                .contains("CardwireWebhookUnauthorized");
    }

    @Test
    void eventsAreUnreadable() throws Exception {
        Scrape before = Scrape.of(GATEWAY.url());
        SENDER.send(GATEWAY, "no JSON").join();
        assertThat(RulesOfManifests.firing(Scrape.of(GATEWAY.url()).goneOnSince(before)))
                .contains("CardwireWebhookConflict");
    }

    /** Callers and UQPAY go on, whatever they are answered. */
    private static Set<String> firing(PackagedGateway gateway) throws IOException, InterruptedException {
        use(gateway);
        Scrape before = Scrape.of(gateway.url());
        use(gateway);
        return RulesOfManifests.firing(Scrape.of(gateway.url()).goneOnSince(before));
    }

    private static void use(PackagedGateway gateway) {
        for (int i = 0; i < 6; i++) {
            issue(gateway);
            SENDER.send(gateway, event()).join();
        }
    }

    private static int issue(PackagedGateway gateway) {
        return Api.issuing(UUID.randomUUID().toString())
                .post(gateway.url() + "/v1/cards")
                .statusCode();
    }

    private static String event() {
        return SignedEvents.created(
                UUID.randomUUID().toString(), UUID.randomUUID().toString());
    }
}
