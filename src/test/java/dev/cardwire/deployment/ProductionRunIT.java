// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.deployment;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.oneOf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cardwire.observability.KnownMetrics;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.InstalledGateway;
import dev.cardwire.testsupport.ProductionBuild;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.TlsStores;
import dev.cardwire.testsupport.TraceReceiver;
import dev.cardwire.testsupport.World;
import io.quarkus.runtime.configuration.DurationConverter;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The production build with the environment that {@code k8s/} gives it, on stores that take TLS and passwords alone: it is
 * migrated, started, used, looked into and stopped once, and each test says something of that run.
 */
class ProductionRunIT {

    private static final String NUMBER = "4111111111111111";
    private static final String CODE = "83920147";

    private static final List<String> SECRETS = new ArrayList<>(List.of(
            ProductionBuild.KEY,
            ProductionBuild.WEBHOOK_SECRET,
            ProductionBuild.key("token"),
            ProductionBuild.key("request"),
            ProductionBuild.key("ticket"),
            TlsStores.OWNER_PASSWORD,
            TlsStores.REPLICA_PASSWORD,
            TlsStores.REDIS_PASSWORD,
            "sim-key",
            NUMBER,
            CODE));

    private static TlsStores stores;
    private static World world;
    private static TraceReceiver traces;
    private static InstalledGateway gateway;

    private static int migrationEndedWith;
    private static String user;
    private static String metrics;
    private static String card;
    private static String doubtful;
    private static List<Integer> answersWhileStopping;
    private static int answerOfTheLast;
    private static boolean toldToGo;
    private static Duration stopTook;

    @BeforeAll
    static void run() throws Exception {
        stores = TlsStores.start();
        traces = new TraceReceiver();
        world = World.start("http://localhost:1/");
        ProductionBuild.program();
        try (InstalledGateway migration = new InstalledGateway(environment("Job", "cardwire-migration"))) {
            migrationEndedWith = migration.run();
            stores.leastRights();
            // a roll-out begins with the schema, and replicas of the release before it must start until its end
            stores.newerSchema();
            gateway = new InstalledGateway(environment("Deployment", "cardwire"));
            gateway.start();
            user = gateway.user();
            uqpay(Map.of());
            use();
            stop();
            SECRETS.removeIf(String::isEmpty);
        }
    }

    @AfterAll
    static void end() throws IOException {
        gateway.close();
        world.close();
        traces.close();
        stores.close();
    }

    @Test
    void migratesAndEndsByItself() {
        assertThat(migrationEndedWith).isZero();
    }

    @Test
    void runsAsSomebodyWhoOwnsNothing() {
        if (InstalledGateway.isRoot()) {
            assertThat(user).isEqualTo(InstalledGateway.NOBODY);
        } else {
            assertThat(user).isNotEqualTo("0");
        }
    }

    @Test
    void answersAllThatItAcceptedBeforeItStops() {
        assertThat(answersWhileStopping).hasSizeGreaterThanOrEqualTo(8).containsOnly(201);
        assertThat(answerOfTheLast).as("sent just before the doors closed").isEqualTo(201);
        assertThat(toldToGo).as("streams are told").isTrue();
        long grace = Long.parseLong(String.valueOf(Manifest.sources().stream()
                .filter(source ->
                        source.kind().equals("Deployment") && source.from().startsWith("k8s/base"))
                .findFirst()
                .orElseThrow()
                .pod()
                .get("terminationGracePeriodSeconds")));
        assertThat(stopTook).isLessThan(Duration.ofSeconds(grace));
    }

    @Test
    void logLinesAreObjectsWithTheIdsOfTheirRequest() throws Exception {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : gateway.log().lines().toList()) {
            lines.add(json.readTree(line));
        }
        assertThat(lines).hasSizeGreaterThan(5).allMatch(JsonNode::isObject);
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("message").asText()).contains("is in doubt");
            assertThat(line.path("mdc").path("request_id").asText()).isEqualTo("the-doubtful-request");
            assertThat(line.path("mdc").path("operation_id").asText()).isEqualTo(doubtful);
        });
    }

    @Test
    void accessLogHoldsPathsAndNoQueries() throws Exception {
        assertThat(gateway.log()).contains("GET /v1/stream HTTP").doesNotContain("ticket=");
    }

    @Test
    void traceLeadsFromTheRequestToTheStream() {
        List<TraceReceiver.Span> spans = traces.spans();
        TraceReceiver.Span request = spans.stream()
                .filter(span -> span.name().equals("POST /v1/cards"))
                .filter(span -> card.equals(span.attributes().get("cardwire.card_id")))
                .findFirst()
                .orElseThrow();
        assertThat(request.attributes()).containsKey("cardwire.operation_id");
        Set<String> sameTrace = spans.stream()
                .filter(span -> span.trace().equals(request.trace()))
                .map(TraceReceiver.Span::name)
                .collect(Collectors.toSet());
        assertThat(sameTrace).as("the call at UQPAY").anyMatch(name -> name.contains("issuing"));
        assertThat(spans).as("the event that came back").anySatisfy(span -> assertThat(span.attributes())
                .containsEntry("cardwire.card_id", card)
                .containsKey("cardwire.event_id"));
        assertThat(spans).as("the streams").anySatisfy(span -> {
            assertThat(span.name()).isEqualTo("publish changes");
            assertThat(span.attributes().get("cardwire.card_ids")).contains(card);
        });
    }

    @Test
    void streamsHaveNoSpanThatLivesAsLongAsThey() {
        assertThat(traces.spans()).extracting(TraceReceiver.Span::name).doesNotContain("GET /v1/stream");
    }

    /** Of an executable too, which lacks some metrics of a JVM. */
    @Test
    void reportsWhatRulesAndPanelsAskFor() throws Exception {
        Set<String> seen = KnownMetrics.seen(metrics);
        assertThat(KnownMetrics.expressions())
                .hasSizeGreaterThan(40)
                .allSatisfy(expression -> assertThat(seen).as(expression).containsAll(KnownMetrics.in(expression)));
    }

    @Test
    void showsNoSecretInLogsMetricsOrTraces() throws Exception {
        assertThat(metrics).contains("cardwire_webhook_events_total");
        String shown = gateway.log() + metrics + traces.text();
        assertThat(SECRETS).hasSizeGreaterThan(12);
        assertThat(SECRETS.stream().filter(shown::contains)).isEmpty();
        assertThat(shown).as("UQPAY's tokens").doesNotContain("eyJ");
        assertThat(traces.spans())
                .filteredOn(span -> span.attributes().containsKey("url.path"))
                // on a busy machine UQPAY hangs up before it is answered, which repeats nothing
                .filteredOn(span ->
                        !String.valueOf(span.attributes().get("error.type")).endsWith(".HttpClosedException"))
                .as("what was thrown may repeat what was asked")
                .hasSizeGreaterThan(5)
                .allMatch(span -> span.events().isEmpty());
    }

    // -- the run

    private static Map<String, String> environment(String kind, String name) {
        Map<String, String> environment = InstalledEnvironment.of(kind, name, secrets());
        Map<String, String> elsewhere = new HashMap<>(Map.of(
                "CARDWIRE_DATABASE_URL", stores.postgresUrl() + "?sslmode=verify-full",
                "CARDWIRE_REDIS_URL", stores.redisUrl(),
                "CARDWIRE_UQPAY_BASE_URL", world.control("").replace("control/", "api")));
        environment.forEach((variable, value) -> {
            if (value.startsWith("/etc/cardwire/ca/")) {
                elsewhere.put(variable, stores.authority().toString());
            }
        });
        assertThat(environment).containsKeys(elsewhere.keySet().toArray(String[]::new));
        environment.putAll(elsewhere);
        // the stand-in for UQPAY has no certificate
        environment.put("CARDWIRE_UQPAY_PLAIN_ALLOWED", "true");
        environment.put("QUARKUS_HTTP_ACCESS_LOG_ENABLED", "true");
        environment.put("QUARKUS_OTEL_SDK_DISABLED", "false");
        environment.put("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", traces.url());
        environment.put("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        environment.put("QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "200ms");
        return environment;
    }

    private static Map<String, String> secrets() {
        Map<String, String> secrets = new HashMap<>();
        secrets.put("cardwire-database/username", TlsStores.REPLICA);
        secrets.put("cardwire-database/password", TlsStores.REPLICA_PASSWORD);
        secrets.put("cardwire-database-owner/username", TlsStores.OWNER);
        secrets.put("cardwire-database-owner/password", TlsStores.OWNER_PASSWORD);
        secrets.put("cardwire-redis/password", TlsStores.REDIS_PASSWORD);
        secrets.put("cardwire-uqpay/client-id", "sim-client");
        secrets.put("cardwire-uqpay/api-key", "sim-key");
        secrets.put("cardwire-uqpay/webhook-secrets", ProductionBuild.WEBHOOK_SECRET);
        secrets.put("cardwire-keys/token-key", ProductionBuild.key("token"));
        secrets.put("cardwire-keys/request-key", ProductionBuild.key("request"));
        secrets.put("cardwire-keys/ticket-keys", "one:" + ProductionBuild.key("ticket"));
        secrets.put("cardwire-callers/CARDWIRE_ACCESS_CALLERS__SHOP__ROLES", "issuer,viewer,operator");
        secrets.put(
                "cardwire-callers/CARDWIRE_ACCESS_CALLERS__SHOP__KEY_DIGESTS",
                ProductionBuild.digest(ProductionBuild.KEY));
        return secrets;
    }

    private static void uqpay(Map<String, Object> changes) {
        world.behave(Map.of());
        Map<String, Object> behaviour = new HashMap<>(changes);
        behaviour.put("webhook_url", gateway.url() + "/webhooks/uqpay");
        behaviour.put("webhook_secret", ProductionBuild.WEBHOOK_SECRET);
        behaviour.put("rate_limit_per_minute", 0);
        world.behave(behaviour);
    }

    private static void use() throws Exception {
        String ticket = caller().body(Map.of("everything", true))
                .post(gateway.url() + "/v1/stream-tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("ticket");
        SECRETS.add(ticket);
        try (SseClient stream = SseClient.openWithoutKey(gateway.url(), "?ticket=" + ticket)) {
            card = issue().then().statusCode(201).extract().path("card_id");
            await().until(() -> stream.events("card.status").stream()
                    .anyMatch(change ->
                            change.data().contains(card) && change.data().contains("ACTIVE")));
        }
        String iframe = caller().post(gateway.url() + "/v1/cards/" + card + "/display-session")
                .then()
                .statusCode(201)
                .extract()
                .path("iframe_url");
        SECRETS.add(iframe.replaceAll(".*token=([^&]+).*", "$1"));
        sendWhatMustNotBeKept();
        doubt();
        metrics =
                caller().accept("text/plain").get(gateway.url() + "/q/metrics").asString();
    }

    private static void sendWhatMustNotBeKept() {
        for (Map<String, Object> event : List.<Map<String, Object>>of(
                Map.of("event_type", "card.3ds.otp", "card_id", card, "data", Map.of("otp", CODE)),
                Map.of("event_type", "card.unheard.of", "card_id", card, "data", Map.of("note", NUMBER)))) {
            String id = given().contentType(ContentType.JSON)
                    .body(event)
                    .post(world.control("events"))
                    .then()
                    .extract()
                    .path("event_id");
            await().until(() ->
                    caller().get(gateway.url() + "/v1/webhook-events/" + id).statusCode() == 200);
        }
        for (String wrong : List.of(
                "{\"" + NUMBER + "\": 1, \"card_currency\": \"" + NUMBER + "\"}",
                "{\"card_limit\": " + NUMBER + "x}")) {
            caller().header("Idempotency-Key", NUMBER)
                    .body(wrong)
                    .post(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(oneOf(400, 422));
        }
        caller().header("X-Request-Id", NUMBER)
                .get(gateway.url() + "/v1/cards/" + NUMBER)
                .then()
                .statusCode(404);
    }

    /** A write that UQPAY keeps failing on leaves a line in the log. */
    private static void doubt() {
        uqpay(Map.of("http_error_rate", 1.0, "http_error_status", 500));
        doubtful = caller().header("Idempotency-Key", UUID.randomUUID().toString())
                .header("X-Request-Id", "the-doubtful-request")
                .body(order())
                .post(gateway.url() + "/v1/cards")
                .then()
                .statusCode(202)
                .extract()
                .path("operation_id");
        uqpay(Map.of());
    }

    /** Callers go on until they see that the replica is not ready; one comes at the last moment. */
    private static void stop() throws Exception {
        Duration drain = DurationConverter.parseDuration(
                InstalledEnvironment.of("Deployment", "cardwire", secrets()).get("CARDWIRE_STREAM_PACE_DRAIN"));
        uqpay(Map.of("http_latency_ms", 700));
        issue().then().statusCode(201);
        ExecutorService callers = Executors.newFixedThreadPool(8);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
        try (SseClient stream = SseClient.openWithoutKey(gateway.url(), "?ticket=" + SECRETS.get(SECRETS.size() - 2))) {
            List<Future<List<Integer>>> answers = new ArrayList<>();
            for (int caller = 0; caller < 8; caller++) {
                answers.add(callers.submit(ProductionRunIT::issueWhileReady));
            }
            await().until(() -> !stream.events("stream.live").isEmpty());
            Instant told = Instant.now();
            gateway.terminate();
            ScheduledFuture<?> slower = clock.schedule(
                    () -> uqpay(Map.of("http_latency_ms", 2_000)), drain.toMillis() - 5_000, TimeUnit.MILLISECONDS);
            ScheduledFuture<Integer> last =
                    clock.schedule(() -> issue().statusCode(), drain.toMillis() - 2_000, TimeUnit.MILLISECONDS);
            answersWhileStopping = new ArrayList<>();
            for (Future<List<Integer>> answer : answers) {
                answersWhileStopping.addAll(answer.get());
            }
            slower.get();
            answerOfTheLast = last.get();
            gateway.awaitEnd(Duration.ofSeconds(60));
            stopTook = Duration.between(told, Instant.now());
            toldToGo = !stream.events("stream.draining").isEmpty();
        } finally {
            callers.shutdownNow();
            clock.shutdownNow();
        }
    }

    private static List<Integer> issueWhileReady() {
        List<Integer> answers = new ArrayList<>();
        do {
            answers.add(issue().statusCode());
        } while (gateway.isReady());
        return answers;
    }

    private static io.restassured.response.Response issue() {
        return caller().header("Idempotency-Key", UUID.randomUUID().toString())
                .body(order())
                .post(gateway.url() + "/v1/cards");
    }

    private static Map<String, String> order() {
        return Map.of(
                "cardholder_id",
                Api.HOLDER,
                "card_product_id",
                Api.SHARE,
                "card_currency",
                "USD",
                "card_limit",
                "10.00");
    }

    private static RequestSpecification caller() {
        return given().header("Authorization", "Bearer " + ProductionBuild.KEY).contentType(ContentType.JSON);
    }
}
