// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LocalServers;
import dev.cardwire.testsupport.SignedEvents;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.net.URL;
import java.net.http.HttpRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Whatever is sent, the endpoint answers as docs/api.md 3 says and never breaks. Seeded: a failure names its round. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class WebhookFuzzIntegrationTest {

    private static final int ROUNDS = 1_500;
    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/octet-stream");

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Test
    void everySignedBodyIsAnswered200() {
        Hooks hooks = new Hooks(base);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = body(new Random(round));
            Hooks.Answer answer = hooks.send(request(hooks, body, TYPES.get(round % TYPES.size()), true))
                    .join();
            assertThat(answer.status()).as("round %d", round).isEqualTo(200);
        }
    }

    @Test
    void nothingUnsignedIsStored() throws Exception {
        Hooks hooks = new Hooks(base);
        String before = inbox();
        for (int round = 0; round < ROUNDS; round++) {
            byte[] body = body(new Random(round));
            Hooks.Answer answer = hooks.send(request(hooks, body, TYPES.get(round % TYPES.size()), false))
                    .join();
            assertThat(answer.status()).as("round %d", round).isEqualTo(401);
            assertThat(answer.body().path("code").asText()).isEqualTo("unauthenticated");
        }
        assertThat(inbox()).isEqualTo(before);
    }

    @Test
    void nestingAndRepeatedNamesAreOnlyReadAsFarAsTheyMakeSense() throws Exception {
        Hooks hooks = new Hooks(base);
        UUID card = UUID.randomUUID();
        String event = Hooks.created(card).toString();
        String deep = nested(Hooks.created(UUID.randomUUID()).toString(), 10_000);
        assertThat(hooks.send(deep.getBytes(StandardCharsets.UTF_8)).join().outcome())
                .isEqualTo("applied");
        String other = UUID.randomUUID().toString();
        byte[] twice = ("{\"event_id\":\"" + other + "\"," + event.substring(1)).getBytes(StandardCharsets.UTF_8);
        assertThat(hooks.send(twice).join().outcome()).isEqualTo("applied");
        assertThat(Stored.query(store, "select count(*) from webhook_event where event_id = '" + other + "'"))
                .containsExactly("0");
        assertThat(Stored.query(store, "select version from card where card_id = '" + card + "'"))
                .containsExactly("1");
    }

    @Test
    void headersThatAreNoneAreTheSendersFault() {
        Hooks hooks = new Hooks(base);
        byte[] body = Hooks.bytes(Hooks.created(UUID.randomUUID()));
        for (String type : List.of("nonsense", "a/b/c", ";", "application/json; charset=none", "*/*")) {
            assertThat(hooks.send(request(hooks, body, type, true)).join().status())
                    .as(type)
                    .isLessThan(500);
        }
    }

    private String inbox() throws Exception {
        return Stored.query(
                        store,
                        "select concat_ws(' ', (select count(*) from webhook_event), (select count(*) from webhook_oddity))")
                .get(0);
    }

    private static HttpRequest request(Hooks hooks, byte[] body, String type, boolean signed) {
        String now = Long.toString(Instant.now().toEpochMilli());
        Random random = new Random(body.length);
        HttpRequest.Builder request = HttpRequest.newBuilder(hooks.endpoint())
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (signed) {
            return request.header("x-wk-timestamp", now)
                    .header("x-wk-signature", SignedEvents.sign(body, now))
                    .build();
        }
        switch (random.nextInt(5)) {
            case 0 -> request.header("x-wk-timestamp", now);
            case 1 -> request.header("x-wk-signature", SignedEvents.sign(body, now));
            case 2 ->
                request.header("x-wk-timestamp", now).header("x-wk-signature", SignedEvents.sign(new byte[] {1}, now));
            case 3 -> {
                String old = Long.toString(Instant.now().minusSeconds(3_600).toEpochMilli());
                request.header("x-wk-timestamp", old).header("x-wk-signature", SignedEvents.sign(body, old));
            }
            default -> request.header("x-wk-timestamp", "soon").header("x-wk-signature", "z".repeat(5_000));
        }
        return request.build();
    }

    /** A valid event, then something done to it: or no event at all. */
    private static byte[] body(Random random) {
        String event = Hooks.fresh(
                        Hooks.samples().get(random.nextInt(Hooks.samples().size())))
                .toString();
        return switch (random.nextInt(9)) {
            case 0 -> flipped(event.getBytes(StandardCharsets.UTF_8), random);
            case 1 -> event.substring(0, random.nextInt(event.length())).getBytes(StandardCharsets.UTF_8);
            case 2 -> event.getBytes(charset(random));
            case 3 ->
                (event.substring(0, event.length() - 1) + "," + event.substring(1)).getBytes(StandardCharsets.UTF_8);
            case 4 -> nested(event, random.nextInt(5_000)).getBytes(StandardCharsets.UTF_8);
            case 5 -> bytes(random, random.nextInt(2_000));
            case 6 -> spliced(event, random);
            case 7 ->
                event.replace("\"data\"", "\"data\":{\"x\":\"" + "1 ".repeat(100_000) + "\"},\"data\"")
                        .getBytes(StandardCharsets.UTF_8);
            default -> (event + "\n" + event).getBytes(StandardCharsets.UTF_8);
        };
    }

    private static Charset charset(Random random) {
        return List.of(
                        StandardCharsets.UTF_16,
                        StandardCharsets.UTF_16LE,
                        Charset.forName("UTF-32"),
                        StandardCharsets.ISO_8859_1)
                .get(random.nextInt(4));
    }

    private static String nested(String event, int depth) {
        return event.replaceFirst("\"data\":\\{", "\"data\":{\"deep\":" + "[".repeat(depth) + "]".repeat(depth) + ",");
    }

    private static byte[] flipped(byte[] body, Random random) {
        for (int i = random.nextInt(5); i >= 0; i--) {
            body[random.nextInt(body.length)] = (byte) random.nextInt(256);
        }
        return body;
    }

    /** Bytes that are no UTF-8 inside a text. */
    private static byte[] spliced(String event, Random random) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int at = event.indexOf("card") + 1;
        body.writeBytes(event.substring(0, at).getBytes(StandardCharsets.UTF_8));
        body.writeBytes(bytes(random, 1 + random.nextInt(4)));
        body.writeBytes(event.substring(at).getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
