// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.chaos;

import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Stores;
import dev.cardwire.testsupport.World;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Three replicas behind a balancer, with stores of their own, a line to PostgreSQL that can be cut, and the local UQPAY. */
final class ChaosWorld implements AutoCloseable {

    private static final int REPLICAS = 3;

    final List<PackagedGateway> replicas = new ArrayList<>();
    final Stores stores;
    final Line toPostgres;
    final Line door;
    final World uqpay;

    ChaosWorld() throws IOException {
        Map<String, String> environment = new HashMap<>();
        for (int replica = 0; replica < REPLICAS; replica++) {
            replicas.add(new PackagedGateway(environment));
        }
        stores = Stores.start();
        int postgres =
                URI.create(stores.environment().get("CARDWIRE_DATABASE_URL")).getPort();
        toPostgres = Line.to(() -> postgres);
        door = Line.to(replicas.get(0)::port, replicas.get(1)::port, replicas.get(2)::port);
        uqpay = World.startWithoutStores("http://localhost:" + door.port() + "/webhooks/uqpay");
        // retries of events after 3.2 to 51.2 s: together longer than anything is gone
        uqpay.behave(Map.of("time_scale", 0.2));
        environment.putAll(uqpay.environmentWithoutStores());
        environment.putAll(stores.environment());
        environment.put("CARDWIRE_DATABASE_URL", "postgresql://localhost:" + toPostgres.port() + "/postgres");
        environment.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        // what makes up for events that never come, as often as can be
        environment.put("CARDWIRE_RECONCILE_SWEEP_EVERY", "4s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_COMPARE_EVERY", "4s");
        environment.put("CARDWIRE_RECONCILE_SWEEP_PENDING_FOR", "5s");
        environment.put("CARDWIRE_STREAM_PACE_DRAIN", "1s");
        for (PackagedGateway replica : replicas) {
            replica.start();
        }
    }

    String url() {
        return "http://localhost:" + door.port();
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
