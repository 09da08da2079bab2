// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.journey;

import static dev.cardwire.testsupport.ProductionBuild.digest;
import static dev.cardwire.testsupport.ProductionBuild.environment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.ProductionBuild;
import dev.cardwire.testsupport.World;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A production build with a forbidden configuration says what is wrong in one sentence, and nothing after it. */
class RefusedStartIT {

    /** A start is mostly waiting for classes to load: more at once only wait for each other. */
    private static final int AT_ONCE = 2;

    private static final String URL = "CARDWIRE_DATABASE_URL";
    private static final String DEVELOPMENT =
            Base64.getEncoder().encodeToString("local-development-any-key-000001".getBytes(StandardCharsets.US_ASCII));

    private static final Map<Case, Future<Refusal>> REFUSALS = new LinkedHashMap<>();
    private static World world;

    /**
     * @param set what is configured beside all that is needed; null takes away
     * @param says part of the sentence
     */
    record Case(Map<String, String> set, String says) {

        static Case without(String variable) {
            return without(variable, variable);
        }

        static Case without(String variable, String says) {
            return with(variable, null, says);
        }

        static Case with(String variable, String value) {
            return with(variable, value, variable);
        }

        static Case with(String variable, String value, String says) {
            Map<String, String> set = new LinkedHashMap<>();
            set.put(variable, value);
            return new Case(set, says);
        }

        Case and(String variable, String value) {
            set.put(variable, value);
            return this;
        }
    }

    record Refusal(int code, String output) {}

    static Stream<Case> cases() {
        String zeros = Base64.getEncoder().encodeToString(new byte[32]);
        return Stream.of(
                Case.with("CARDWIRE_WEBHOOK_SECRETS", "x"),
                Case.with("CARDWIRE_WEBHOOK_SECRETS", "a-good-long-secret-of-uqpay,xxxxxxxxxxxxxxxxxxxxxxxx"),
                Case.with("CARDWIRE_UQPAY_TOKEN_KEY", zeros),
                Case.with("CARDWIRE_ISSUING_REQUEST_KEY", zeros),
                Case.with("CARDWIRE_STREAM_TICKET_KEYS", "a:" + zeros),
                Case.without(
                        "CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", "CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS"),
                Case.with(
                        "CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS",
                        digest("cardwire-dev-key"),
                        "CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS"),
                Case.with(
                                "CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS",
                                digest("cardwire-dev-key"),
                                "CARDWIRE_ACCESS_CALLERS__<NAME>__KEY_DIGESTS")
                        .and("CARDWIRE_ACCESS_LOCAL_BUILD", "true"),
                Case.with("CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", digest("")),
                Case.with(
                                "CARDWIRE_ACCESS_CALLERS__OTHER__KEY_DIGESTS",
                                digest(ProductionBuild.KEY),
                                "another caller's key")
                        .and("CARDWIRE_ACCESS_CALLERS__OTHER__ROLES", "viewer"),
                Case.with("CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS", "the-key-itself"),
                Case.with("CARDWIRE_ACCESS_CALLERS__SHOP__ROLES", "root"),
                Case.without("CARDWIRE_WEBHOOK_SECRETS"),
                Case.with("CARDWIRE_WEBHOOK_SECRETS", "sim-webhook-secret"),
                Case.without("CARDWIRE_ISSUING_REQUEST_KEY"),
                Case.with("CARDWIRE_ISSUING_REQUEST_KEY", "too-short"),
                Case.with("CARDWIRE_ISSUING_REQUEST_KEY", DEVELOPMENT),
                Case.without("CARDWIRE_STREAM_TICKET_KEYS"),
                Case.with("CARDWIRE_STREAM_TICKET_KEYS", "one:" + DEVELOPMENT),
                Case.without("CARDWIRE_UQPAY_BASE_URL"),
                Case.without("CARDWIRE_UQPAY_IFRAME_URL"),
                Case.without("CARDWIRE_UQPAY_CLIENT_ID"),
                Case.without("CARDWIRE_UQPAY_API_KEY"),
                Case.without("CARDWIRE_UQPAY_TOKEN_KEY"),
                Case.with("CARDWIRE_UQPAY_TOKEN_KEY", DEVELOPMENT),
                Case.without("CARDWIRE_UQPAY_PLAIN_ALLOWED", "CARDWIRE_UQPAY_IFRAME_URL must be an https URL")
                        .and("CARDWIRE_UQPAY_BASE_URL", "https://uqpay.example.com/api")
                        .and("CARDWIRE_UQPAY_IFRAME_URL", "http://uqpay.example.com/iframe"),
                Case.without("CARDWIRE_UQPAY_PLAIN_ALLOWED", "CARDWIRE_UQPAY_BASE_URL must be an https URL")
                        .and("CARDWIRE_UQPAY_BASE_URL", "http://uqpay.example.com/api"),
                Case.without("CARDWIRE_UQPAY_PLAIN_ALLOWED", "QUARKUS_REST_CLIENT_VERIFY_HOST")
                        .and("CARDWIRE_UQPAY_BASE_URL", "https://uqpay.example.com/api")
                        .and("CARDWIRE_UQPAY_IFRAME_URL", "https://iframe.example.com")
                        .and("QUARKUS_REST_CLIENT_VERIFY_HOST", "false"),
                Case.with("CARDWIRE_UQPAY_TIME_CALL", "soon"),
                Case.with(
                        "CARDWIRE_ISSUING_OPERATIONS_KEPT",
                        "30d",
                        "(CARDWIRE_ISSUING_OPERATIONS_KEPT) must be at least 31 days"),
                Case.with("CARDWIRE_WEBHOOK_KEPT", "30d", "(CARDWIRE_WEBHOOK_KEPT) must be at least 31 days"),
                Case.with("CARDWIRE_CARD_CHANGES_KEPT", "6d", "(CARDWIRE_CARD_CHANGES_KEPT) must be at least 7 days"),
                Case.with("CARDWIRE_OTP_FORWARD_URL", "http://codes.example.com/"),
                Case.with("CARDWIRE_OTP_FORWARD_URL", "https://codes.example.com/", "CARDWIRE_OTP_SECRET"),
                Case.with("CARDWIRE_OTP_SECRET", "whsec_bG9jYWwtZGV2ZWxvcG1lbnQtb3RwLXNlY3JldA==")
                        .and("CARDWIRE_OTP_FORWARD_URL", "https://codes.example.com/"),
                Case.without(URL),
                Case.with("CARDWIRE_DATABASE_USERNAME", "nobody").and("QUARKUS_FLYWAY_CONNECT_RETRIES", "0"),
                Case.with(URL, "postgresql://localhost:1/nobody").and("QUARKUS_FLYWAY_CONNECT_RETRIES", "0"),
                Case.with(URL, "postgresql://cardwire:secret@localhost:1/cardwire"),
                Case.without("CARDWIRE_DATABASE_PLAIN_ALLOWED", URL)
                        .and(URL, "postgresql://db.example.com:5432/cardwire"),
                Case.without("CARDWIRE_DATABASE_PLAIN_ALLOWED", URL)
                        .and(URL, "postgresql://db.example.com:5432/cardwire?sslmode=require"),
                unsafeReplica("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE")
                        .and("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "disable"),
                unsafeReplica("QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS"),
                Case.with(URL, "", "QUARKUS_FLYWAY_MIGRATE_AT_START")
                        .and("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                        .and("QUARKUS_FLYWAY_VALIDATE_AT_START", "true"),
                Case.without("CARDWIRE_REDIS_URL"),
                Case.without("CARDWIRE_REDIS_PLAIN_ALLOWED", "CARDWIRE_REDIS_URL")
                        .and("CARDWIRE_REDIS_URL", "redis://redis.example.com:6379"),
                unsafeCache("QUARKUS_REDIS_TLS_TRUST_ALL", "true"),
                unsafeCache("QUARKUS_REDIS_TLS_HOSTNAME_VERIFICATION_ALGORITHM", "NONE"));
    }

    /** The migrations' client takes verify-full from the address, that of the replicas has settings of its own. */
    private static Case unsafeReplica(String says) {
        return Case.without("CARDWIRE_DATABASE_PLAIN_ALLOWED", "Cardwire does not start: " + says)
                .and(URL, "postgresql://db.example.com:5432/cardwire?sslmode=verify-full")
                .and("QUARKUS_FLYWAY_MIGRATE_AT_START", "false")
                .and("QUARKUS_FLYWAY_VALIDATE_AT_START", "false");
    }

    private static Case unsafeCache(String variable, String value) {
        return Case.without("CARDWIRE_REDIS_PLAIN_ALLOWED", variable)
                .and("CARDWIRE_REDIS_URL", "rediss://redis.example.com:6379")
                .and(variable, value);
    }

    @BeforeAll
    static void startAll() throws Exception {
        world = World.start("http://localhost:1/");
        String empty = emptyDatabase(world.environment());
        ProductionBuild.program();
        ExecutorService starts = Executors.newFixedThreadPool(AT_ONCE);
        cases().forEach(one -> REFUSALS.put(one, starts.submit(() -> start(one, empty))));
        starts.shutdown();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatIsWrongInOneSentence(Case one) throws Exception {
        Refusal refusal = REFUSALS.get(one).get();
        assertThat(refusal.code()).isEqualTo(1);
        List<String> lines = refusal.output().lines().toList();
        assertThat(lines.get(lines.size() - 1))
                .startsWith("Cardwire does not start: ")
                .endsWith(".")
                .contains(one.says());
        assertThat(lines.stream().filter(RefusedStartIT::complains))
                .as("lines that complain")
                .hasSize(1);
        assertThat(refusal.output()).as("a stack trace").doesNotContain("\tat ").doesNotContain("exception\":");
        assertThat(one.set().values().stream()
                        .filter(value -> value != null && value.matches(".*(key|secret|password).*")))
                .as("values are not repeated")
                .noneMatch(value -> refusal.output().contains(value));
    }

    /** The sentence, or a line of the log, whether it is JSON or plain. */
    private static boolean complains(String line) {
        return line.startsWith("Cardwire does not start")
                || Stream.of("ERROR", "FATAL").anyMatch(line::contains);
    }

    private static Refusal start(Case one, String empty) throws Exception {
        Map<String, String> environment = environment(world);
        one.set().forEach((variable, value) -> {
            if (value == null) {
                environment.remove(variable);
            } else {
                environment.put(variable, value.isEmpty() ? empty : value);
            }
        });
        try (PackagedGateway gateway = new PackagedGateway(ProductionBuild.program(), environment)) {
            int code = gateway.startRefused();
            return new Refusal(code, Files.readString(gateway.log().toPath()));
        }
    }

    /** A database that nobody has migrated. */
    private static String emptyDatabase(Map<String, String> world) throws Exception {
        String url = world.get(URL);
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + url,
                        world.get("CARDWIRE_DATABASE_USERNAME"),
                        world.get("CARDWIRE_DATABASE_PASSWORD"));
                Statement statement = connection.createStatement()) {
            statement.execute("create database unmigrated");
        }
        return url.substring(0, url.lastIndexOf('/')) + "/unmigrated";
    }
}
