// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import dev.cardwire.local.embedded.EmbeddedServers;
import io.restassured.RestAssured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/** What is around the gateway's processes: PostgreSQL, Redis and the local UQPAY in a process of its own. */
public final class World implements AutoCloseable {

    private final Process uqpay;
    private final int uqpayPort;

    private World(Process uqpay, int uqpayPort) {
        this.uqpay = uqpay;
        this.uqpayPort = uqpayPort;
    }

    /** @param webhooks where the local UQPAY reports to */
    public static World start(String webhooks) throws IOException {
        if (!EmbeddedServers.areKnown()) {
            EmbeddedServers servers = EmbeddedServers.start(Files.createTempDirectory(Path.of("target"), "servers"));
            Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
        }
        return startWithoutStores(webhooks);
    }

    /** The same for a test that brings its own PostgreSQL and Redis. */
    public static World startWithoutStores(String webhooks) throws IOException {
        int port = FreePorts.next();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.cardwire.local.simulator.SimulatorMain",
                        "--port=" + port,
                        "--webhook-secret=" + SignedEvents.SECRET,
                        "--webhook-url=" + webhooks)
                .redirectErrorStream(true)
                .redirectOutput(Path.of("target", "uqpay-" + port + ".log").toFile())
                .start();
        World world = new World(process, port);
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(world::answers);
        world.behave(Map.of("rate_limit_per_minute", 0));
        return world;
    }

    /** What a gateway needs to live in this world, with deadlines short enough to wait for. */
    public Map<String, String> environment() {
        Map<String, String> all = new HashMap<>(environmentWithoutStores());
        all.put("CARDWIRE_DATABASE_URL", System.getProperty("cardwire.database.url"));
        all.put("CARDWIRE_DATABASE_USERNAME", System.getProperty("cardwire.database.username"));
        all.put("CARDWIRE_DATABASE_PASSWORD", System.getProperty("cardwire.database.password"));
        all.put("CARDWIRE_REDIS_URL", System.getProperty("cardwire.redis.url"));
        return all;
    }

    public Map<String, String> environmentWithoutStores() {
        Map<String, String> all = new HashMap<>();
        for (String neighbour : List.of("DATABASE", "REDIS", "UQPAY")) {
            all.put("CARDWIRE_" + neighbour + "_PLAIN_ALLOWED", "true");
        }
        all.put("CARDWIRE_UQPAY_BASE_URL", "http://localhost:" + uqpayPort + "/simulator/api");
        if (!Program.isExecutable()) { // which has none, nor the setting
            all.put("CARDWIRE_SIMULATOR_ENABLED", "false");
        }
        // a start after a kill is a test's own time; the production run and the attacks have it
        all.put("CARDWIRE_WARM_UP_ENABLED", "false");
        all.put("CARDWIRE_UQPAY_TIME_CALL", "1500ms");
        all.put("CARDWIRE_UQPAY_TIME_OPERATION", "4s");
        all.put("CARDWIRE_ISSUING_DEADLINE", "4s");
        all.put("CARDWIRE_ISSUING_ANSWER_WITHIN", "5s");
        all.put("CARDWIRE_ISSUING_RECOVERY_EVERY", "250ms");
        all.put("CARDWIRE_ISSUING_RECOVERY_PAUSE", "250ms");
        all.put("CARDWIRE_ISSUING_RECOVERY_HOLD", "6s");
        return all;
    }

    /** Sets behaviour of the local UQPAY. */
    public void behave(Map<String, Object> behaviour) {
        RestAssured.given()
                .contentType("application/json")
                .body(behaviour)
                .put(control("behaviour"))
                .then()
                .statusCode(200);
    }

    public String control(String path) {
        return "http://localhost:" + uqpayPort + "/simulator/control/" + path;
    }

    @Override
    public void close() {
        uqpay.destroyForcibly().onExit().join();
    }

    private boolean answers() {
        try {
            return RestAssured.given().get(control("behaviour")).statusCode() == 200;
        } catch (Exception notYet) { // the client also throws what it does not declare
            return false;
        }
    }
}
