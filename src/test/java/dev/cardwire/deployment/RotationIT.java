// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static dev.cardwire.testsupport.ProductionBuild.digest;
import static dev.cardwire.testsupport.ProductionBuild.key;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.InstalledGateway;
import dev.cardwire.testsupport.Line;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.ProductionBuild;
import dev.cardwire.testsupport.TlsStores;
import dev.cardwire.testsupport.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Secrets are replaced with the commands of docs/operate.md, on two replicas of the production build that are restarted one
 * after the other, while callers, UQPAY and front-ends go on. None of them may notice.
 */
class RotationIT {

    private static final String NEXT_KEY = "the-shops-next-key";
    private static final String NEXT_SECRET = "the-next-secret-of-the-endpoint";
    private static final String NEXT_LOGIN = "cardwire_next";

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private final AtomicInteger inService = new AtomicInteger(-1);
    private Path secrets;
    private TlsStores stores;
    private World world;
    private List<PackagedGateway> replicas = List.of();
    private Line door;
    private SteadyUse use;

    @BeforeEach
    void start() throws Exception {
        stores = TlsStores.start();
        world = World.start("http://localhost:1/");
        secrets = Files.createTempDirectory(Path.of("target"), "secrets").toAbsolutePath();
        // the migration runs as somebody else
        Files.setPosixFilePermissions(secrets, PosixFilePermissions.fromString("rwxr-xr-x"));
        writeSecrets();
        settings.put("CARDWIRE_STREAM_PACE_DRAIN", "1s");
        settings.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        // what is in doubt stays so until its key is a previous one
        settings.put("CARDWIRE_ISSUING_RECOVERY_EVERY", "1h");
        try (InstalledGateway migration = new InstalledGateway(environment("Job", "cardwire-migration"))) {
            assertThat(migration.run()).isZero();
        }
        stores.leastRights();
        environment.putAll(environment("Deployment", "cardwire"));
        replicas = List.of(
                new PackagedGateway(ProductionBuild.program(), environment),
                new PackagedGateway(ProductionBuild.program(), environment));
        door = Line.to(() -> replica(0).port(), () -> replica(1).port());
        for (PackagedGateway replica : replicas) {
            replica.start();
        }
        use = new SteadyUse("http://localhost:" + door.port(), ProductionBuild.KEY, ProductionBuild.WEBHOOK_SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        if (use != null) {
            use.close();
        }
        if (door != null) {
            door.close();
        }
        replicas.forEach(PackagedGateway::close);
        world.close();
        stores.close();
    }

    @Test
    void nobodyNoticesThatEverySecretIsReplaced() throws Exception {
        String doubtful = inDoubt();
        use.start();
        String oldTicket = use.ticket();
        long generation = Long.parseLong(tokenGeneration());
        List<RotationCommands> rotations = RotationCommands.start(
                Map.of(
                        "SECRETS", secrets.toString(),
                        "CALLER", "SHOP",
                        "ID", "two",
                        "DATABASE", "",
                        "REDIS", "",
                        "RIGHTS", TlsStores.REPLICA,
                        "LOGIN", NEXT_LOGIN),
                Map.of(
                        "API key of a caller", NEXT_KEY,
                        "Webhook secret", NEXT_SECRET,
                        "Certificates", stores.nextAuthority().toString()));
        try {
            rotate(rotations, oldTicket);
        } finally {
            rotations.forEach(RotationCommands::close);
        }

        assertThat(use.operation(doubtful)).as("sealed with the old key").isEqualTo("ACCEPTED");
        assertThat(use.stream(oldTicket)).as("a ticket of a key that is gone").isEqualTo(401);
        assertThat(use.read(ProductionBuild.KEY)).as("the old key").isEqualTo(401);
        assertThat(use.deliver(ProductionBuild.WEBHOOK_SECRET))
                .as("the old secret")
                .isEqualTo(401);
        assertThat(stores.value("select count(*) from pg_stat_activity where usename = '" + TlsStores.REPLICA + "'"))
                .as("the old login")
                .isEqualTo("0");
        assertThat(tokenGeneration())
                .as("UQPAY's token was read with either key, and renewed only when it had ended")
                .isEqualTo(Long.toString(generation + 1));
        use.close();
        assertThat(use.rounds()).as("rounds of use during the roll-outs").isGreaterThan(10);
        assertThat(use.refusals()).as("answers that somebody noticed").isEmpty();
        for (PackagedGateway replica : replicas) {
            assertThat(Files.readAllLines(replica.log().toPath()))
                    .filteredOn(line ->
                            line.contains("\"level\":\"ERROR\"") && line.contains("\"loggerName\":\"dev.cardwire"))
                    .isEmpty();
        }
    }

    /** All rotations together, each up to its next roll-out. */
    private void rotate(List<RotationCommands> rotations, String oldTicket) throws Exception {
        assertThat(rotations).hasSize(8);
        List<RotationCommands> running = new ArrayList<>(rotations);
        int rollOuts = 0;
        while (true) {
            for (RotationCommands rotation : List.copyOf(running)) {
                if (!rotation.untilRollOut(this::answer)) {
                    running.remove(rotation);
                }
            }
            if (running.isEmpty()) {
                assertThat(rollOuts).isEqualTo(3);
                return;
            }
            assertThat(use.stream(oldTicket)).as("a ticket of the old key").isEqualTo(200);
            rollOuts++;
            if (rollOuts == 2) {
                settings.put("CARDWIRE_ISSUING_RECOVERY_EVERY", "250ms");
            }
            rollOut();
        }
    }

    private String answer(String about, List<String> words) throws Exception {
        String last = words.get(words.size() - 1);
        switch (about) {
            case "psql" -> {
                return stores.value(last);
            }
            case "redis" -> stores.redis(words);
            case "wait_until" -> meanwhile(last);
            default -> throw new IllegalArgumentException(about);
        }
        return "";
    }

    private void meanwhile(String what) throws Exception {
        switch (what) {
            case "The caller uses the new key" -> use.withKey(NEXT_KEY);
            case "UQPAY has signed with the new secret for 15 minutes" -> use.withSecret(NEXT_SECRET);
            case "PostgreSQL and Redis present their new certificates" -> stores.presentNextCertificates();
            case "A day has passed, and the last ticket of the old key has expired" -> {}
            case "Half an hour has passed, and the token of the old key has expired" -> endToken();
            default -> throw new IllegalArgumentException("what is done about: " + what);
        }
        use.afterAnotherRound();
    }

    /** As its end does: UQPAY knows it no more, and a replica asks for the next. Whoever asks UQPAY ends all before. */
    private void endToken() {
        String before = tokenGeneration();
        given().header("x-client-id", "sim-client")
                .header("x-api-key", "sim-key")
                .contentType("application/json")
                .body("{}")
                .post(world.control("").replace("control/", "api/v1/connect/token"))
                .then()
                .statusCode(200);
        await().atMost(Duration.ofSeconds(60)).until(() -> !tokenGeneration().equals(before));
    }

    private String tokenGeneration() {
        try {
            return stores.value("select generation from uqpay_token");
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** An operation whose request is sealed with the key that goes. */
    private String inDoubt() {
        // each replica then knows what it reads before it issues a card
        for (int replica = 0; replica < 2 * replicas.size(); replica++) {
            use.issueOne();
        }
        world.behave(Map.of("http_error_rate", 1, "http_error_status", 500));
        String operation = use.issueInDoubt();
        world.behave(Map.of());
        world.behave(Map.of("rate_limit_per_minute", 0));
        return operation;
    }

    /** As an orchestrator does: no new connections, the end, the start. */
    private void rollOut() throws IOException {
        environment.clear();
        environment.putAll(environment("Deployment", "cardwire"));
        for (int replica = 0; replica < replicas.size(); replica++) {
            inService.set(1 - replica);
            use.afterAnotherRound();
            replicas.get(replica).stop();
            replicas.get(replica).start();
            inService.set(-1);
        }
    }

    private PackagedGateway replica(int preferred) {
        int only = inService.get();
        return replicas.get(only < 0 ? preferred : only);
    }

    /** What the manifests make of the Secrets, and where this test's neighbours are. */
    private Map<String, String> environment(String kind, String name) throws IOException {
        Map<String, String> all = InstalledEnvironment.of(kind, name, readSecrets());
        all.replaceAll(
                (variable, value) -> value.replace("/etc/cardwire/ca/", secrets.resolve("cardwire-authorities") + "/"));
        all.put("CARDWIRE_DATABASE_URL", stores.postgresUrl() + "?sslmode=verify-full");
        all.put("CARDWIRE_REDIS_URL", stores.redisUrl());
        all.put("CARDWIRE_UQPAY_BASE_URL", world.control("").replace("control/", "api"));
        all.put("CARDWIRE_UQPAY_PLAIN_ALLOWED", "true");
        all.putAll(settings);
        return all;
    }

    private void writeSecrets() throws IOException {
        Map<String, String> initial = new HashMap<>();
        initial.put("cardwire-database/username", TlsStores.REPLICA);
        initial.put("cardwire-database/password", TlsStores.REPLICA_PASSWORD);
        initial.put("cardwire-database-owner/username", TlsStores.OWNER);
        initial.put("cardwire-database-owner/password", TlsStores.OWNER_PASSWORD);
        initial.put("cardwire-redis/password", TlsStores.REDIS_PASSWORD);
        initial.put("cardwire-uqpay/client-id", "sim-client");
        initial.put("cardwire-uqpay/api-key", "sim-key");
        initial.put("cardwire-uqpay/webhook-secrets", ProductionBuild.WEBHOOK_SECRET);
        initial.put("cardwire-keys/token-key", key("token"));
        initial.put("cardwire-keys/request-key", key("request"));
        initial.put("cardwire-keys/ticket-keys", "one:" + key("ticket"));
        initial.put("cardwire-callers/CARDWIRE_ACCESS_CALLERS__SHOP__ROLES", "issuer,viewer,operator");
        initial.put("cardwire-callers/CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", digest(ProductionBuild.KEY));
        String authority = Files.readString(stores.authority());
        initial.put("cardwire-authorities/postgresql.crt", authority);
        initial.put("cardwire-authorities/redis.crt", authority);
        for (Map.Entry<String, String> secret : initial.entrySet()) {
            Path file = secrets.resolve(secret.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, secret.getValue());
        }
    }

    private Map<String, String> readSecrets() throws IOException {
        Map<String, String> all = new HashMap<>();
        try (Stream<Path> files = Files.walk(secrets)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.put(secrets.relativize(file).toString(), Files.readString(file));
            }
        }
        return all;
    }
}
