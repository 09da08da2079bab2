// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.World;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL and Redis take every byte and answer nothing. */
class SilentStoresIT {

    /** A batch's deadline, and a stop's drain; what a test waits for is a few of them, not one for each event or client. */
    private static final int SECONDS = 4;

    private final AtomicBoolean silent = new AtomicBoolean();
    private PackagedGateway gateway;
    private World world;
    private Line postgres;
    private Line redis;

    @BeforeEach
    void start() throws Exception {
        Map<String, String> environment = new HashMap<>();
        gateway = new PackagedGateway(environment);
        world = World.start(gateway.url() + "/webhooks/uqpay");
        environment.putAll(world.environment());
        postgres = lineTo("cardwire.database.url");
        redis = lineTo("cardwire.redis.url");
        environment.put("CARDWIRE_DATABASE_URL", "postgresql://localhost:" + postgres.port() + "/postgres");
        environment.put("CARDWIRE_REDIS_URL", "redis://localhost:" + redis.port());
        environment.put("CARDWIRE_WEBHOOK_BATCH_DEADLINE", SECONDS + "s");
        environment.put("CARDWIRE_WEBHOOK_BATCH_SIZE", "1");
        environment.put("CARDWIRE_WEBHOOK_BATCH_IN_FLIGHT", "1");
        environment.put("CARDWIRE_STREAM_PACE_DRAIN", SECONDS + "s");
        gateway.start();
        Api.issuing(UUID.randomUUID().toString())
                .post(gateway.url() + "/v1/cards")
                .then()
                .statusCode(201);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        postgres.close();
        redis.close();
        world.close();
    }

    /** UQPAY waits as long for each of them, so those behind a batch that got no answer get none by waiting longer. */
    @Test
    void eventsBehindABatchThatGotNoAnswerAreRefusedWithIt() {
        silent.set(true);
        List<CompletableFuture<Integer>> answers =
                Stream.generate(this::deliver).limit(10).toList();
        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(503));
    }

    @Test
    void processEndsWithinItsGracePeriod() {
        silent.set(true);
        for (int caller = 0; caller < 6; caller++) {
            send(HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/cards"))
                    .header("Authorization", "Bearer " + Api.KEY));
            deliver();
        }
        await().until(() -> postgres.held().isDone() && redis.held().isDone());
        assertThat(gateway.stopWithin(Duration.ofSeconds(30))).isTrue();
    }

    private CompletableFuture<Integer> deliver() {
        String event = SignedEvents.created(
                UUID.randomUUID().toString(), UUID.randomUUID().toString());
        HttpRequest request = HttpRequest.newBuilder(SignedEvents.delivery(gateway.url(), event), (name, value) -> true)
                .timeout(Duration.ofSeconds(4 * SECONDS))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    /** The status of the answer; fails without an answer within four deadlines. */
    private static CompletableFuture<Integer> send(HttpRequest.Builder request) {
        return HttpClient.newHttpClient()
                .sendAsync(
                        request.timeout(Duration.ofSeconds(4 * SECONDS)).build(),
                        HttpResponse.BodyHandlers.discarding())
                .thenApply(HttpResponse::statusCode);
    }

    private Line lineTo(String server) throws IOException {
        int port = URI.create(System.getProperty(server)).getPort();
        return Line.holding(port, () -> chunk -> silent.get());
    }
}
