// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Stores;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three replicas behind a balancer, with stores of their own, a line to PostgreSQL that can be cut, and the local UQPAY. */
final class ChaosWorld implements AutoCloseable {

    /** The embedded PostgreSQL takes any. */
    static final String DATABASE_PASSWORD = "chaos-database-password";

    /** The local build's own. */
    static final String REQUEST_KEY = "bG9jYWwtZGV2ZWxvcG1lbnQtcmVxdWVzdC1rZXktMDE=";

    private static final int REPLICAS = 3;

    final List<PackagedGateway> replicas = new ArrayList<>();
    final Stores stores;
    final Line toPostgres;
    final Line door;
    final World uqpay;
    final Operator operator;
    /** PostgreSQL moved so often to another machine; each time, streams begin anew. */
    volatile int failovers;

    final Surprises surprises = new Surprises();

    /** @param retries factor for the 16 to 256 s after which UQPAY sends an event again */
    ChaosWorld(double retries, long seed) throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            replicas.add(new PackagedGateway(environment));
        }
        stores = Stores.start();
        toPostgres = Line.to(stores::postgresPort);
        door = Line.to(replicas.get(0)::port, replicas.get(1)::port, replicas.get(2)::port);
        uqpay = World.startWithoutStores("http://localhost:" + door.port() + "/webhooks/uqpay");
        uqpay.behave(Map.of("time_scale", retries));
        operator = new Operator(this, seed);
        environment.putAll(uqpay.environmentWithoutStores());
        environment.putAll(stores.environment());
        environment.put("CARDWIRE_DATABASE_URL", "postgresql://localhost:" + toPostgres.port() + "/postgres");
        environment.put("CARDWIRE_DATABASE_PASSWORD", DATABASE_PASSWORD);
        environment.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        // what UQPAY does not answer for so long is an operator's
        environment.put("CARDWIRE_ISSUING_RECOVERY_REPEAT_FOR", "8s");
        environment.put("CARDWIRE_ISSUING_RECOVERY_LOOK_FOR", "10s");
        // what makes up for events that never come, as often as can be
        environment.put("CARDWIRE_ISSUING_ORDERS_EVERY", "4s");
        environment.put("CARDWIRE_ISSUING_ORDERS_OPEN_FOR", "10s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "4s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_COMPARE_EVERY", "4s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_PENDING_FOR", "5s");
        environment.put("CARDWIRE_STREAM_PACE_DRAIN", "1s");
        replicas.get(0).start(); // with the schema, which the others find
        for (PackagedGateway replica : replicas.subList(1, REPLICAS)) {
            replica.launch();
        }
        await().atMost(Duration.ofSeconds(120)).until(() -> replicas.stream().allMatch(PackagedGateway::isReady));
    }

    String url() {
        return "http://localhost:" + door.port();
    }

    /** As long as it takes until somebody has to settle an operation, if there is one at all. */
    void awaitUnresolved() {
        Instant end = Instant.now().plusSeconds(20);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(250))
                .ignoreExceptions()
                .until(() -> Instant.now().isAfter(end)
                        || !stores.database()
                                .value(
                                        "select count(*) from operation where state = 'UNRESOLVED' or resolution is not null"
                                                + " and ended_at > now() - interval '2 s'")
                                .equals("0"));
    }

    /** A scenario of the local UQPAY. */
    void play(String scenario) {
        RestAssured.given().post(uqpay.control("scenarios/" + scenario)).then().statusCode(200);
    }

    @Override
    public void close() throws IOException {
        replicas.forEach(PackagedGateway::close);
        uqpay.close();
        door.close();
        toPostgres.close();
        stores.close();
    }
}
