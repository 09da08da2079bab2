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

/** Bodies that come in pieces and do not say how long they are. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class UndeclaredBodiesIntegrationTest {

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

    @Test
    void largeOnesHoldOnlySoMuchAtOnceWhoeverSendsThem() throws Exception {
        List<Socket> strangers = new ArrayList<>();
        try {
            for (int stranger = 0; stranger < 10; stranger++) {
                strangers.add(announce());
            }
            assertThat(post("v1/cardholders", " ".repeat(300 * KIB)).statusCode())
                    .as("those who only announce a body take no room")
                    .isEqualTo(400);
            for (Socket stranger : strangers.subList(0, 4)) {
                send(stranger, 8 * KIB * KIB - 10 * KIB);
            }
            await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 503);
            assertThat(post("v1/cardholders", "{").statusCode())
                    .as("a small one")
                    .isEqualTo(400);
            assertThat(post("v1/cards", " ".repeat(50 * KIB)).statusCode())
                    .as("another path")
                    .isEqualTo(400);
        } finally {
            for (Socket stranger : strangers) {
                stranger.close();
            }
        }
        await().until(() -> post("v1/cardholders", " ".repeat(300 * KIB)).statusCode() == 400);
    }

    /** Says that a body follows. */
    private Socket announce() throws Exception {
        Socket stranger = new Socket("localhost", base.getPort());
        String head = "POST /v1/cardholders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        stranger.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return stranger;
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
            """.formatted(Api.CARDHOLDER, Api.PRODUCT, " ".repeat(50 * KIB));
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
