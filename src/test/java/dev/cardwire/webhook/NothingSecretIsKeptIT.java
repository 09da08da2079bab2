// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.PackagedGateway;
import dev.cardwire.testsupport.Program;
import dev.cardwire.testsupport.RedisText;
import dev.cardwire.testsupport.SignedEvents;
import dev.cardwire.testsupport.SseClient;
import dev.cardwire.testsupport.TlsServer;
import dev.cardwire.testsupport.World;
import dev.cardwire.webhook.event.FieldMask;
import io.restassured.response.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Card numbers and codes in every place of every event, and around it, and what nobody signed: then everything that the
 * application wrote, stored, answered and streamed is searched for them.
 */
class NothingSecretIsKeptIT {

    private final List<String> seen = new ArrayList<>();
    private final List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger codesSeen = new AtomicInteger();
    private final Secrets secrets = new Secrets();
    private TlsServer codes;
    private World world;
    private PackagedGateway gateway;
    private SseClient stream;

    @BeforeEach
    void start() throws Exception {
        codes = TlsServer.start(exchange -> {
            exchange.getRequestBody().readAllBytes();
            // every other code is refused, so that what is said of a refusal is searched too
            exchange.sendResponseHeaders(codesSeen.incrementAndGet() % 2 == 0 ? 200 : 500, -1);
            exchange.close();
        });
        world = World.start("http://localhost:1/");
        Map<String, String> environment = new HashMap<>(world.environment());
        environment.put("CARDWIRE_OTP_FORWARD_URL", codes.url());
        environment.put("CARDWIRE_OTP_SECRET", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        environment.put("CARDWIRE_SENSITIVE_ENABLED", "true");
        environment.put("QUARKUS_LOG_CATEGORY__DEV_CARDWIRE__LEVEL", "DEBUG");
        gateway = new PackagedGateway(environment).with(codes.trust()).start();
        stream = SseClient.open(gateway.url(), "", "");
    }

    @AfterEach
    void stop() throws IOException {
        stream.close();
        gateway.close();
        world.close();
        codes.close();
    }

    @Test
    void isNowhereAfterwards() throws Exception {
        Secrets.NUMBERS.forEach(
                number -> assertThat(FieldMask.text(number)).as(number).isEmpty());
        for (String sample : Hooks.samples()) {
            boolean secretive = sample.contains("otp") || sample.contains("code");
            Secrets.places(Hooks.fresh(sample)).forEach(place -> {
                for (String secret : secretive && !place.equals("event_type")
                        ? List.of(Secrets.CODE, Secrets.PIN)
                        : secrets.some()) {
                    ObjectNode event = Hooks.fresh(sample);
                    Secrets.put(event, place, secret);
                    deliver(event);
                }
            });
            secrets.some().forEach(secret -> hide(sample, secret));
            settle();
        }
        unsigned();
        settle();
        ask();
        await().until(() -> stream.events("card.status").size() > 10);
        gather();
        assertThat(seen).hasSizeGreaterThan(3_000);
        assertThat(codesSeen.get()).as("codes handed on").isGreaterThan(10);
        assertThat(Secrets.fragments().stream().flatMap(fragment -> seen.stream()
                        .filter(text -> text.contains(fragment))
                        .limit(3)
                        .map(text -> fragment + " in " + around(text, fragment))))
                .isEmpty();
    }

    /** Its numbers have no valid check digit, so that no mask can hide what was kept. */
    @Test
    void sensitiveDetailsAreNowhereAfterwards() throws Exception {
        world.behave(Map.of("secure_card_data", "serve"));
        PublicJsonWebKey pair = EcJwkGenerator.generateJwk(EllipticCurves.P256);
        Map<String, Object> body = Map.of("public_key", pair.toParams(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String card = Api.caller()
                    .contentType("application/json")
                    .header("Idempotency-Key", java.util.UUID.randomUUID().toString())
                    .body(Api.issueBody(Api.SHARE, "10"))
                    .post(gateway.url() + "/v1/cards")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("card_id");
            Response answer = Api.caller()
                    .contentType("application/json")
                    .body(body)
                    .post(gateway.url() + "/v1/cards/" + card + "/sensitive-details");
            assertThat(answer.statusCode()).isEqualTo(201);
            seen.add(answer.headers() + answer.asString());
            JsonWebEncryption jwe = new JsonWebEncryption();
            jwe.setCompactSerialization(answer.path("jwe"));
            jwe.setKey(pair.getPrivateKey());
            numbers.add(new ObjectMapper()
                    .readTree(jwe.getPayload())
                    .path("card_number")
                    .asText());
        }
        ask();
        gather();
        assertThat(numbers).doesNotContain("").doesNotHaveDuplicates();
        assertThat(numbers.stream().filter(number -> seen.stream().anyMatch(text -> text.contains(number))))
                .isEmpty();
        assertThat(seen.get(seen.size() - 1)
                        .lines()
                        .filter(line -> line.contains("action=sensitive_details outcome=done")))
                .hasSize(numbers.size());
        Program.assumeJars("The rest held. A production executable is built without heap dumps.");
        Path heap = Files.createTempFile(Path.of("target"), "heap", ".hprof");
        Files.delete(heap);
        try {
            gateway.dumpLiveHeap(heap);
            assertThat(holdsAny(heap, List.of("jwk_thumbprint")))
                    .as("the search finds what is there")
                    .isTrue();
            assertThat(holdsAny(heap, numbers)).isFalse();
        } finally {
            Files.deleteIfExists(heap);
        }
    }

    private void gather() throws Exception {
        stream.events().forEach(event -> seen.add(event.toString()));
        seen.addAll(Stored.rows(store()));
        seen.add(RedisText.of(System.getProperty("cardwire.redis.url")));
        seen.add(Files.readString(gateway.log().toPath()));
    }

    private static boolean holdsAny(Path file, List<String> texts) throws IOException {
        int part = 1 << 24;
        byte[] overlap = new byte[0];
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] next = in.readNBytes(part); next.length > 0; next = in.readNBytes(part)) {
                String text = new String(overlap, StandardCharsets.ISO_8859_1)
                        + new String(next, StandardCharsets.ISO_8859_1);
                if (texts.stream().anyMatch(text::contains)) {
                    return true;
                }
                overlap = text.substring(Math.max(0, text.length() - 64)).getBytes(StandardCharsets.ISO_8859_1);
            }
        }
        return false;
    }

    /** Where nobody expects it: in names, in numbers, deep inside, and around the event. */
    private void hide(String sample, String secret) {
        for (Consumer<ObjectNode> place : List.<Consumer<ObjectNode>>of(
                event -> event.put(secret, secret),
                event -> Hooks.data(event).put(secret, 1),
                event -> Hooks.data(event).put("description", secret),
                event -> Hooks.data(event)
                        .putObject("metadata")
                        .put(secret, "x")
                        .putArray("notes")
                        .add(secret),
                event -> Hooks.data(event).put("metadata", "{\"note\":\"" + secret + "\"}"),
                event -> Hooks.data(event).putObject("risk_control").put(secret, secret),
                event -> Hooks.data(event)
                        .putArray("spending_controls")
                        .addObject()
                        .put("interval", secret))) {
            ObjectNode event = Hooks.fresh(sample);
            place.accept(event);
            deliver(event);
        }
        byte[] body = Hooks.bytes(Hooks.fresh(sample));
        String digits = secret.replaceAll("[^0-9 -]|12/29", "").trim().replace(' ', '-');
        deliver(signed(body, "?note=" + URLEncoder.encode(secret, StandardCharsets.UTF_8))
                .header("User-Agent", secret)
                .header("X-Request-Id", digits)
                .header("X-Note", secret)
                .header("Cookie", "note=" + digits)
                .build());
    }

    private void unsigned() {
        for (String secret : Secrets.spelled()) {
            ObjectNode event = Hooks.created(java.util.UUID.randomUUID());
            event.put(Secrets.UNSIGNED, Secrets.UNSIGNED);
            Hooks.data(event).put("failure_reason", Secrets.UNSIGNED + secret);
            byte[] body = Hooks.bytes(event);
            for (String signature :
                    List.of("", "00".repeat(64), SignedEvents.sign(body, "1"), Secrets.UNSIGNED, secret)) {
                deliver(HttpRequest.newBuilder(URI.create(gateway.url() + "/webhooks/uqpay?" + Secrets.UNSIGNED))
                        .header("x-wk-timestamp", signature.isEmpty() ? Secrets.UNSIGNED : "1775815486123")
                        .header("x-wk-signature", signature)
                        .header("content-type", signature.isEmpty() ? Secrets.UNSIGNED + "/x" : "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
            }
        }
    }

    /** Everything that an operator and a front-end can ask about it. */
    private void ask() {
        pages("/v1/webhook-events?limit=200");
        List<String> cards = pages("/v1/cards?limit=200").stream()
                .flatMap(page -> page.jsonPath().<String>getList("data.card_id").stream())
                .toList();
        cards.stream()
                .limit(200)
                .forEach(card -> keep(Api.caller().get(gateway.url() + "/v1/cards/" + card + "/timeline")));
        keep(Api.caller().get(gateway.url() + "/v1/operations"));
        keep(Api.caller().get(gateway.url() + "/q/metrics"));
        keep(Api.caller().get(gateway.url() + "/q/health"));
    }

    private List<Response> pages(String path) {
        List<Response> pages = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            Response page = Api.caller().get(gateway.url() + path + cursor);
            keep(page);
            pages.add(page);
            String next = page.path("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return pages;
    }

    private void keep(Response answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        seen.add(answer.headers() + answer.asString());
    }

    private void deliver(ObjectNode event) {
        deliver(signed(Hooks.bytes(event), "").build());
    }

    private void deliver(HttpRequest request) {
        answers.add(http.sendAsync(request, HttpResponse.BodyHandlers.ofString()));
    }

    private HttpRequest.Builder signed(byte[] body, String query) {
        String now = Long.toString(System.currentTimeMillis());
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/webhooks/uqpay" + query))
                .header("x-wk-timestamp", now)
                .header("x-wk-signature", SignedEvents.sign(body, now))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private void settle() {
        answers.forEach(
                answer -> seen.add(answer.join().headers().map() + answer.join().body()));
        answers.clear();
    }

    private static String around(String text, String fragment) {
        int at = text.indexOf(fragment);
        return text.substring(Math.max(0, at - 150), Math.min(text.length(), at + 150));
    }

    private static PGSimpleDataSource store() {
        PGSimpleDataSource store = new PGSimpleDataSource();
        store.setURL("jdbc:" + System.getProperty("cardwire.database.url"));
        store.setUser(System.getProperty("cardwire.database.username"));
        store.setPassword(System.getProperty("cardwire.database.password"));
        return store;
    }
}
