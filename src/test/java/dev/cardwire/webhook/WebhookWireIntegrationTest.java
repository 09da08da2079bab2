// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardwire.testsupport.LocalServers;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URL;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The endpoint under what is hardly HTTP: too large, too slow, malformed. */
@QuarkusTest
@QuarkusTestResource(LocalServers.class)
class WebhookWireIntegrationTest {

    private static final int LIMIT = 256 * 1024;
    /** More than there are worker threads. */
    private static final int TRICKLES = 300;

    @TestHTTPResource("/")
    URL base;

    @Inject
    AgroalDataSource store;

    @Test
    void largeBodiesAreRefusedBeforeTheyAreRead() throws Exception {
        Hooks hooks = new Hooks(base);
        byte[] large = new byte[LIMIT + 1];
        HttpRequest chunked = HttpRequest.newBuilder(hooks.endpoint())
                .header("x-wk-timestamp", Long.toString(Instant.now().toEpochMilli()))
                .header("x-wk-signature", "ab".repeat(64))
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build();
        assertThat(hooks.send(chunked).join().status()).isEqualTo(413);
        assertThat(raw("Content-Length: 10485760\r\n")).startsWith("HTTP/1.1 413");
        assertThat(raw("Content-Length: 99999999999999999999\r\n")).startsWith("HTTP/1.1 4");
        assertThat(tenMebibytesInChunks()).isIn("HTTP/1.1 413", "");
        byte[] largest = Hooks.bytes(Hooks.created(UUID.randomUUID()));
        byte[] padded = (new String(largest, StandardCharsets.UTF_8) + " ".repeat(LIMIT - largest.length))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(hooks.send(padded).join().outcome()).isEqualTo("applied");
    }

    @Test
    void bodiesThatTrickleInAreGivenUpAndHoldNobodyUp() throws Exception {
        Hooks hooks = new Hooks(base);
        String before = inbox();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int line = 0; line < TRICKLES; line++) {
                slow.add(open("POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n" + inFormAlone()
                        + "Content-Length: 200000\r\n\r\n{"));
            }
            assertThat(hooks.send(new byte[] {'7'}).join().outcome()).isEqualTo("unreadable");
            for (Socket line : slow) {
                assertThat(trickle(line)).isEqualTo("HTTP/1.1 408");
            }
        } finally {
            for (Socket line : slow) {
                line.close();
            }
        }
        assertThat(inbox().split(" ")[0]).isEqualTo(before.split(" ")[0]);
    }

    @Test
    void requestsThatAreNoneAreTheSendersFault() throws Exception {
        String before = inbox();
        String post = "POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n";
        for (String request : List.of(
                post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                post + "Content-Length: -1\r\n\r\n",
                post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}{}{}",
                post + "Content-Length: many\r\n\r\n",
                post + "Transfer-Encoding: gzip\r\n\r\n{}",
                post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                post + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n{}",
                post + "Transfer-Encoding: chunked\r\n\r\n-2\r\n{}\r\n0\r\n\r\n",
                post + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}",
                post + "Expect: nonsense\r\nContent-Length: 2\r\n\r\n{}",
                post + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}",
                post
                        + "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x\r\nContent-Length: 2\r\n\r\n{}",
                post + "Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
                post + "x-wk-signature: a\r\nx-wk-signature: b\r\nx-wk-timestamp: 1\r\nContent-Length: 2\r\n\r\n{}",
                post + "x wk: 1\r\nContent-Length: 2\r\n\r\n{}",
                post + "x-\u00ff\u0001: \u00ff\u0002\r\nContent-Length: 2\r\n\r\n{}",
                post + "x-long: " + "y".repeat(20_000) + "\r\nContent-Length: 2\r\n\r\n{}",
                post + "x-many: y\r\n".repeat(2_000) + "\r\n",
                post + "X-Forwarded-For: \"><script>\r\nForwarded: for=;;\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/uqpay HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/uqpay HTTP/9.9\r\n\r\n",
                "POST http://elsewhere/webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/../webhooks//uqpay/%00%ff HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST /webhooks/uqpay?%zz=%u1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}",
                "POST /" + "w".repeat(30_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "TRACE /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "P\u0000ST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000",
                "\r\n\r\n\r\n{}")) {
            // 501 is for a version of HTTP that does not exist
            assertThat(answer(request)).as(request).matches("(HTTP/\\d\\.\\d ([1-4]\\d\\d|501))?");
        }
        assertThat(inbox()).isEqualTo(before);
    }

    private String inbox() throws Exception {
        return Stored.query(
                        store,
                        "select concat_ws(' ', (select count(*) from webhook_event), (select count(*) from webhook_oddity))")
                .get(0);
    }

    private String raw(String header) throws IOException {
        return answer("POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n{");
    }

    private Socket open(String beginning) throws IOException {
        Socket socket = new Socket(base.getHost(), base.getPort());
        socket.setSoTimeout(6_000);
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    /** How the answer begins; empty when the connection was closed without one, or nothing more was waited for. */
    private String answer(String request) throws IOException {
        try (Socket socket = open(request)) {
            return status(socket);
        } catch (SocketTimeoutException waitsForMore) {
            return "";
        }
    }

    private static String status(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (SocketException reset) {
            return "";
        }
    }

    /** Sends a byte whenever nothing was answered for a moment, for as long as it is let. */
    private static String trickle(Socket socket) throws IOException {
        socket.setSoTimeout(20);
        for (int patience = 0; patience < 1_000; patience++) {
            try {
                return status(socket);
            } catch (SocketTimeoutException nothingYet) {
                try {
                    socket.getOutputStream().write(' ');
                } catch (SocketException closed) {
                    return status(socket);
                }
            }
        }
        return "still read";
    }

    private String tenMebibytesInChunks() throws IOException {
        byte[] chunk = ("10000\r\n" + " ".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = open("POST /webhooks/uqpay HTTP/1.1\r\nHost: localhost\r\n" + inFormAlone()
                + "Transfer-Encoding: chunked\r\n\r\n")) {
            try {
                for (int sent = 0; sent < 160; sent++) {
                    socket.getOutputStream().write(chunk);
                }
            } catch (SocketException refused) {
                // what it was told may be in the buffer, or lost with the connection
            }
            return status(socket);
        }
    }

    /** Headers as UQPAY sends them, whose signature is of nothing: without them no body is read at all. */
    private static String inFormAlone() {
        return "x-wk-timestamp: " + Instant.now().toEpochMilli() + "\r\nx-wk-signature: " + "ab".repeat(64) + "\r\n";
    }
}
