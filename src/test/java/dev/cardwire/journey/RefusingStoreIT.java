// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.notNullValue;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.Database;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Stores;
import dev.cardwire.testsupport.World;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL answers, and does not do what it is asked for; or it never answers at all. */
class RefusingStoreIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final Map<String, String> environment = new HashMap<>();
    private final PackagedGateway gateway = new PackagedGateway(environment);
    private final AtomicInteger leadsTo = new AtomicInteger();
    private Stores stores;
    private World world;
    private Line line;

    @BeforeEach
    void start() throws Exception {
        stores = Stores.start();
        world = World.startWithoutStores(gateway.url() + "/webhooks/uqpay");
        leadsTo.set(port(stores));
        line = Line.to(leadsTo::get);
        environment.putAll(world.environmentWithoutStores());
        environment.putAll(stores.environment());
        environment.put(
                "CARDWIRE_DATABASE_URL",
                "postgresql://localhost:" + line.port()
                        + URI.create(stores.database().url()).getPath());
        gateway.start();
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        world.close();
        line.close();
        stores.close();
    }

    @Test
    void readOnlyStoreIsUnavailableForWrites() throws IOException {
        stores.database().execute("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
        await().atMost(SOON).until(() -> issue().statusCode() == 503);
        isUnavailable(issue());
        await().atMost(SOON).until(() -> !gateway.isReady());
        assertThat(metric("cardwire_store_writable")).isZero();
        stores.database()
                .execute(
                        "set default_transaction_read_only = off",
                        "alter system reset default_transaction_read_only",
                        "select pg_reload_conf()");
        await().atMost(SOON).until(gateway::isReady);
        await().atMost(SOON).until(() -> issue().statusCode() == 201);
        assertThat(metric("cardwire_store_writable")).isEqualTo(1);
        assertThat(Files.readString(gateway.log().toPath()))
                .containsOnlyOnce("PostgreSQL takes no writes")
                .containsOnlyOnce("PostgreSQL takes writes again");
    }

    @Test
    void refusedLoginIsUnavailable() {
        Database database = stores.database();
        database.execute("create role other superuser login password 'other'");
        Database other = new Database(database.url(), "other", "other");
        other.execute(
                "alter role postgres nologin",
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'");
        isUnavailable(issue());
        isUnavailable(Api.caller().get(gateway.url() + "/v1/cards?limit=1"));
        await().atMost(SOON).until(() -> !gateway.isReady());
        other.execute("alter role postgres login");
        await().atMost(SOON).until(gateway::isReady);
        await().atMost(SOON).until(() -> issue().statusCode() == 201);
    }

    /** The address leads to another, read-only server for a while; its connections live on after that. */
    @Test
    void writesAgainAfterASwitchover() throws IOException {
        try (Stores old = Stores.start()) {
            old.database().execute("alter system set default_transaction_read_only = on", "select pg_reload_conf()");
            leadsTo.set(port(old));
            line.cut();
            line.restore();
            await().atMost(SOON).until(() -> !gateway.isReady());
            leadsTo.set(port(stores));
            await().atMost(SOON).until(() -> issue().statusCode() == 201);
            await().atMost(SOON).until(gateway::isReady);
        }
    }

    private static int port(Stores stores) {
        return URI.create(stores.database().url()).getPort();
    }

    private Response issue() {
        return Api.issuing(UUID.randomUUID().toString()).post(gateway.url() + "/v1/cards");
    }

    private static void isUnavailable(Response answer) {
        answer.then().statusCode(503).header("Retry-After", notNullValue());
        assertThat(answer.<String>path("code")).isEqualTo("storage_unavailable");
        assertThat(answer.<Boolean>path("retryable")).isTrue();
    }

    private double metric(String name) {
        return Api.caller()
                .get(gateway.url() + "/q/metrics")
                .asString()
                .lines()
                .filter(sample -> sample.startsWith(name + " "))
                .mapToDouble(sample -> Double.parseDouble(sample.substring(name.length())))
                .findFirst()
                .orElseThrow();
    }
}
