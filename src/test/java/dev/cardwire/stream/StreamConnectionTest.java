// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What may come behind a stream's request, and what becomes of its slot. */
@Timeout(120)
class StreamConnectionTest {

    private static final String STREAM = "GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final String PASSWORD = "changeit";
    /** More than the kernel takes for a peer that does not read. */
    private static final int MOST_TAKEN = 32 << 20;

    @TempDir
    Path folder;

    private StreamServer server;
    private Socket client;

    @BeforeEach
    void serve() throws Exception {
        server = StreamServer.start(new HttpServerOptions());
    }

    @AfterEach
    void close() throws Exception {
        if (client != null) {
            client.close();
        }
        server.close();
    }

    @Test
    void secondRequestClosesTheConnection() throws Exception {
        openStream();
        send(STREAM);
        awaitClosed();
        assertThat(server.opened).hasSize(1);
    }

    @Test
    void requestInTheSamePacketClosesTheConnection() throws Exception {
        client = connect();
        send(STREAM + "GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
        awaitClosed();
        assertThat(server.held).isEmpty();
    }

    @Test
    void halfARequestBehindAStreamKeepsNoSlot() throws Exception {
        openStream();
        send("POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\nhal");
        awaitClosed();
    }

    @Test
    void garbageIsNotReadWithoutEnd() throws Exception {
        for (String garbage : List.of("\u0016\u0003\u0001zzzz", "\r\n", "GET / HTTP/1.1\r\n\r\n")) {
            openStream();
            assertThat(taken(garbage.repeat(10_000).getBytes(StandardCharsets.ISO_8859_1)))
                    .isLessThan(MOST_TAKEN);
            awaitClosed();
        }
    }

    @Test
    void garbageBehindTlsIsNotReadEither() throws Exception {
        server.close();
        PfxOptions certificate = certificate();
        server = StreamServer.start(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate));
        SSLContext trusting = SSLContext.getInstance("TLS");
        TrustManagerFactory authorities = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        authorities.init(KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD.toCharArray()));
        trusting.init(null, authorities.getTrustManagers(), null);
        SSLSocketFactory sockets = trusting.getSocketFactory();

        openStream(sockets.createSocket("localhost", server.port()));
        assertThat(taken("z".repeat(65_536).getBytes(StandardCharsets.US_ASCII)))
                .isLessThan(MOST_TAKEN);
        awaitClosed();
    }

    /** The server reports no end of a response when a connection ends with a request of which it has not begun the answer. */
    @Test
    void streamBetweenTwoRequestsGivesItsSlotBack() throws Exception {
        client = connect();
        send("GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n" + STREAM
                + "POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\n");
        await().until(() -> !server.held.isEmpty());
        server.held.remove().response().end();
        readUntil("stream.live");
        client.close();
        await().until(() -> server.limits.open() == 0);
    }

    @Test
    void failedWriteEndsTheStream() throws Exception {
        openStream();
        Channel channel = ((ConnectionBase) server.opened.remove().connection()).channel();
        channel.pipeline().addFirst(new ChannelDuplexHandler() {
            @Override
            public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                promise.setFailure(new IOException("no room"));
            }
        });
        server.hubs.each(hub -> hub.forEach(stream -> stream.greet(Buffer.buffer(":\n\n"))));
        awaitClosed();
    }

    @Test
    void endOfAStreamEndsItsConnection() throws Exception {
        assertThat(openStream().toLowerCase(Locale.ROOT)).contains("connection: close");
        server.endAll();
        awaitClosed();
    }

    @Test
    void endOfAStreamEndsTheConnectionOfAnOldClientToo() throws Exception {
        client = connect();
        send("GET /v1/stream HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n");
        String head = readUntil("stream.live").toLowerCase(Locale.ROOT);
        assertThat(head).contains("connection: close").doesNotContain("keep-alive", "chunked", "content-length");
        server.endAll();
        awaitClosed();
    }

    @Test
    void clientSentElsewhereIsClosedToo() throws Exception {
        server.limits.closeDoors();
        client = connect();
        send(STREAM);
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("stream.draining");
    }

    @Test
    void otherRequestsShareAConnectionOfHttp2() throws Exception {
        HttpClientOptions http2 = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MaxPoolSize(1);
        HttpClient sharing = server.vertx().createHttpClient(http2);
        List<StringBuffer> streams = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 2; i++) {
            StringBuffer text = new StringBuffer();
            streams.add(text);
            HttpClientResponse stream = sharing.request(HttpMethod.GET, server.port(), "localhost", "/v1/stream")
                    .compose(HttpClientRequest::send)
                    .map(answer -> answer.handler(bytes -> text.append(bytes.toString())))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(20, TimeUnit.SECONDS);
            assertThat(stream.getHeader("Connection")).isNull();
        }
        await().until(() -> streams.stream().allMatch(text -> text.indexOf("stream.live") > 0));
        assertThat(server.opened.stream().map(request -> request.connection()).distinct())
                .hasSize(1);
        assertThat(server.limits.open()).isEqualTo(2);
        server.hubs.each(hub -> hub.endSome(2));
        await().until(() -> server.limits.open() == 1);
    }

    private String openStream() throws IOException {
        return openStream(connect());
    }

    private String openStream(Socket socket) throws IOException {
        client = socket;
        send(STREAM);
        String head = readUntil("stream.live");
        assertThat(server.limits.open()).isEqualTo(1);
        return head;
    }

    private Socket connect() throws IOException {
        return new Socket("localhost", server.port());
    }

    private void send(String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream().flush();
    }

    private String readUntil(String words) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = client.getInputStream();
        while (text.indexOf(words) < 0) {
            int next = in.read();
            assertThat(next).as("the stream ended after: %s", text).isNotNegative();
            text.append((char) next);
        }
        return text.toString();
    }

    /** Bytes that are taken until the connection is closed, or until they are too many. */
    private long taken(byte[] bytes) {
        long taken = 0;
        try {
            while (taken < MOST_TAKEN) {
                client.getOutputStream().write(bytes);
                taken += bytes.length;
            }
        } catch (IOException closed) {
            // as it should be
        }
        return taken;
    }

    /** The client sees the end, and the server counts no stream. */
    private void awaitClosed() throws Exception {
        CompletableFuture.runAsync(this::readToTheEnd).get(20, TimeUnit.SECONDS);
        await().until(() -> server.limits.open() == 0);
        client.close();
    }

    private void readToTheEnd() {
        try {
            client.getInputStream().readAllBytes();
        } catch (IOException reset) {
            // the end too
        }
    }

    private PfxOptions certificate() throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return new PfxOptions().setPath(store.toString()).setPassword(PASSWORD);
    }
}
