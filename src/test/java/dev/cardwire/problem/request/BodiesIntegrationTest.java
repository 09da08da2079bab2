// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.testsupport.Api;
import dev.cardwire.testsupport.LocalServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bodies that are too long, too slow, too many, or of nobody. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class BodiesIntegrationTest {

    private static final int KIB = 1024;

    @TestHTTPResource("/")
    URL base;

    private final Errors errors = new Errors();

    @BeforeEach
    void listen() {
        Logger.getLogger("").addHandler(errors);
    }

    @AfterEach
    void listenNoMore() {
        Logger.getLogger("").removeHandler(errors);
    }

    @Test
    void tooLongOnesAreToldSoAndLeaveNoError() throws Exception {
        for (String path :
                List.of("v1/cards", "webhooks/uqpay", "v1/stream-tickets", "webhooks;x/uqpay", "v1;x/cards")) {
            HttpResponse<String> answer = post(path, " ".repeat(300 * KIB));
            assertThat(answer.statusCode()).as(path).isEqualTo(413);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(new JsonPath(answer.body()).getString("code")).isEqualTo("body_too_large");
        }
        assertThat(errors.seen).isEmpty();
    }

    /** Strangers first: nothing of theirs is read. Then callers with a key, who share a bounded part of the memory. */
    @Test
    void allTogetherHoldOnlySoMuchAndOnlyOfKnownSenders() throws Exception {
        List<Socket> senders = new ArrayList<>();
        try {
            for (int sender = 0; sender < 10; sender++) {
                String path = List.of("/v1/cardholders", "/webhooks/uqpay", "/nowhere")
                        .get(sender % 3);
                senders.add(announce(path, ""));
                assertThat(statusOf(senders.get(sender))).as(path).isIn(401, 404);
            }
            for (int sender = 0; sender < 4; sender++) {
                Socket caller = announce("/v1/cardholders", "Authorization: Bearer " + Api.KEY + "\r\n");
                senders.add(caller);
                send(caller, 8 * KIB * KIB - 10 * KIB);
            }
            await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 503);
            assertThat(post("webhooks/uqpay", " ".repeat(50 * KIB)).statusCode())
                    .as("webhooks have their own room")
                    .isEqualTo(401);
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
        await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 400);
    }

    @Test
    void announcedOnesAreCountedToo() throws Exception {
        List<Socket> callers = new ArrayList<>();
        try {
            for (int caller = 0; caller < 4; caller++) {
                Socket socket = new Socket("localhost", base.getPort());
                callers.add(socket);
                int bytes = 8 * KIB * KIB;
                String head = "POST /v1/cardholders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Api.KEY
                        + "\r\nContent-Length: " + bytes + "\r\n\r\n";
                socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(new byte[bytes - 10 * KIB]);
            }
            await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 503);
        } finally {
            for (Socket caller : callers) {
                caller.close();
            }
        }
        await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 400);
    }

    /** Of every method, also of one whose body nobody wants and that was answered long ago. */
    @Test
    void oneThatTricklesInEndsItsConnection() throws Exception {
        for (String method : List.of("GET", "POST", "DELETE")) {
            try (Socket slow = new Socket("localhost", base.getPort())) {
                slow.setSoTimeout(30_000);
                String head = method + " /v1/cards HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Api.KEY
                        + "\r\nContent-Length: 60000\r\n\r\na";
                slow.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
                assertThat(slow.getInputStream().readAllBytes()).as(method).isNotEmpty();
            }
        }
    }

    /** What is thrown away of one request's body is not taken for the next one's. */
    @Test
    void connectionGoesOnBehindABodyThatNobodyWants() throws Exception {
        try (Socket client = new Socket("localhost", base.getPort())) {
            client.setSoTimeout(20_000);
            String key = "\r\nHost: a\r\nAuthorization: Bearer " + Api.KEY + "\r\n";
            String both = "GET /v1/cards HTTP/1.1" + key + "Content-Length: 5\r\n\r\nhello" + "GET /v1/cards HTTP/1.1"
                    + key + "Connection: close\r\n\r\n";
            client.getOutputStream().write(both.getBytes(StandardCharsets.US_ASCII));
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(3);
        }
    }

    @Test
    void whoeverAsksFirstIsAskedForTheBody() throws Exception {
        try (Socket polite = new Socket("localhost", base.getPort())) {
            polite.setSoTimeout(20_000);
            String head = "POST /v1/stream-tickets HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + Api.KEY
                    + "\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
            polite.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(polite.getInputStream().readNBytes(25), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            polite.getOutputStream().write("{}".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(polite.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .matches("(?s)HTTP/1.1 (201|422) .*");
        }
    }

    /** Says that a body follows. */
    private Socket announce(String path, String key) throws Exception {
        Socket sender = new Socket("localhost", base.getPort());
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + key
                + "Transfer-Encoding: chunked\r\n\r\n";
        sender.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return sender;
    }

    private static int statusOf(Socket answered) throws Exception {
        answered.setSoTimeout(20_000);
        String line = new String(answered.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        return Integer.parseInt(line.substring(9));
    }

    /** Sends so much of it, and never its end. */
    private static void send(Socket stranger, int bytes) throws Exception {
        String chunk = Integer.toHexString(bytes) + "\r\n" + " ".repeat(bytes) + "\r\n";
        stranger.getOutputStream().write(chunk.getBytes(StandardCharsets.US_ASCII));
    }

    /** There a Connection header would be a protocol error instead of the answer. */
    @Test
    void tooLongOnesAreToldSoOverHttp2() throws Exception {
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        client.send(
                HttpRequest.newBuilder(URI.create(base + "q/health")).build(), HttpResponse.BodyHandlers.discarding());
        byte[] bytes = new byte[300 * KIB];
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(URI.create(base + "v1/cards"))
                        .header("Authorization", "Bearer " + Api.KEY)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(413);
        // this client overlooks it, others do not
        assertThat(answer.headers().map()).doesNotContainKey("connection");
    }

    /** Declared ones too, however long: a client that is still sending must be able to read why it should not. */
    @Test
    void tooLongOnesThatSaySoAreToldSo() throws Exception {
        for (String path : List.of("v1/cardholders", "v1/cards", "webhooks/uqpay")) {
            HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(base + path))
                    .header("Authorization", "Bearer " + Api.KEY)
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[12 * KIB * KIB]))
                    .build());
            assertThat(answer.statusCode()).as(path).isEqualTo(413);
            assertThat(new JsonPath(answer.body()).getString("code")).isEqualTo("body_too_large");
        }
    }

    @Test
    void othersAreReadWhole() throws Exception {
        String body = """
            {"cardholder_id":"%s","card_product_id":"%s","card_currency":"USD","card_limit":"10.00"%s}\
            """.formatted(Api.HOLDER, Api.SHARE, " ".repeat(50 * KIB));
        assertThat(post("v1/cards", body).statusCode()).isEqualTo(201);
    }

    @Test
    void ofUnsignedEventsNothingIsBelievedNotEvenTheirMediaType() throws Exception {
        for (String type : List.of("text/plain", "application/json", "a/b/c", ";;;", "application/json; charset=\"")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(base + "webhooks/uqpay"))
                    .header("Content-Type", type)
                    .header("Accept", type)
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            assertThat(send(request).statusCode()).as(type).isEqualTo(401);
        }
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + Api.KEY)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .header("Content-Type", "application/json")
                .header("x-wk-timestamp", Long.toString(Instant.now().toEpochMilli()))
                .header("x-wk-signature", "0".repeat(128))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static final class Errors extends Handler {

        private final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public void publish(LogRecord line) {
            if (line.getLevel().intValue() >= Level.SEVERE.intValue()) {
                seen.add(line.getLoggerName() + ": " + line.getMessage());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
