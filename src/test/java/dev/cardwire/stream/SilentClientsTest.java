// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cardwire.stream.fanout.Peer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are gone without a word, on Java's own sockets, the only ones of a native executable. */
@Timeout(60)
class SilentClientsTest {

    private static final String HEADER =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid" + "  timeout inode";

    /** Whoever does not read is full soon. */
    private static final int SMALL = 4_096;

    private StreamServer server;
    private SilentClients silent;
    private Socket client;

    @BeforeEach
    void open() throws Exception {
        server = StreamServer.start(new HttpServerOptions());
        silent = new SilentClients(server.vertx(), server.hubs, server.config, server.time);
        client = new Socket();
        client.setReceiveBufferSize(SMALL);
        client.connect(new InetSocketAddress("localhost", server.port()));
        client.getOutputStream()
                .write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> server.limits.open() == 1 && read().contains("stream.live"));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void streamEndsWhenItsClientAnswersNothingForAsLongAsItMayStall() {
        silent.unanswered(Set.of(self()));
        server.time.pass(server.config.flow().stall());
        silent.unanswered(Set.of(self()));
        await().until(() -> server.limits.open() == 0);
    }

    @Test
    void streamStaysWhenItsClientAnsweredInBetween() throws Exception {
        silent.unanswered(Set.of(self()));
        silent.unanswered(Set.of());
        server.time.pass(server.config.flow().stall());
        silent.unanswered(Set.of(self()));
        say(":still here\n\n");
        await().until(() -> read().contains("still here"));
    }

    /** Far more than the kernel takes, and nobody reads it. */
    @Test
    void streamEndsWhenItsBytesDoNotMoveForAsLongAsTheyMayStall() {
        say(":".repeat(16 << 20));
        server.hubs.tick();
        say(":heartbeat\n\n");
        await().until(() -> {
            server.time.pass(server.config.flow().stall());
            server.hubs.tick();
            return server.limits.open() == 0;
        });
    }

    /** Its kernel has no room for more, ours has, and takes every heartbeat. */
    @Test
    void streamEndsWhenItsClientStoppedReadingAndTheKernelStillTakesBytes() throws Exception {
        untilItsWindowIsShut();
        // again and again: while the kernel asks the client for room, its table shows another timer for a moment
        await().until(() -> {
            heartbeat();
            silent.heard(KernelQueues.now());
            server.time.pass(server.config.flow().stall());
            return server.limits.open() == 0;
        });
    }

    @Test
    void streamStaysWhenItsClientReadsSlowly() throws Exception {
        untilItsWindowIsShut();
        for (int i = 0; i < 3; i++) {
            long held = await().until(() -> KernelQueues.now().shut().get(self()), Objects::nonNull);
            silent.heard(KernelQueues.now());
            server.time.pass(server.config.flow().stall());
            await().until(() -> {
                read();
                return KernelQueues.now().shut().getOrDefault(self(), 0L) < held;
            });
            untilItsWindowIsShut();
        }
        silent.heard(KernelQueues.now());
        say(":still here\n\n");
        await().until(() -> read().contains("still here"));
    }

    private void untilItsWindowIsShut() {
        await().until(() -> {
            if (KernelQueues.now().shut().containsKey(self())) {
                return true;
            }
            say(":".repeat(500));
            return false;
        });
    }

    private void heartbeat() {
        say(":heartbeat\n\n");
    }

    @Test
    void readsFromTheKernelsTableWhoDoesNotAnswerAndWhoHasNoRoom() throws Exception {
        KernelQueues queues = KernelQueues.in(Stream.of(
                HEADER,
                "   0: 0100007F:1F90 0200000A:C350 01 00000014:00000000 01:00000F10 00000004  0  0 1 2 0 1",
                "   1: 0100007F:1F90 0300000A:C351 01 00000014:00000000 01:00000F10 00000000  0  0 1 2 0 1",
                "   2: 0100007F:1F90 0400000A:C352 01 00000000:00000000 00:00000000 00000000  0  0 1 2 0 1",
                "   3: 0100007F:1F90 0500000A:C353 01 00000014:00000000 04:00000F10 00000000  0  3 1 2 0 1",
                "   4: 0100007F:1F90 0600000A:C354 04 00000014:00000000 01:00000F10 00000004  0  0 1 2 0 1",
                "   5: 0000000000000000FFFF00000100007F:1F90 0000000000000000FFFF00000700000A:C355 01"
                        + " 00000014:00000000 01:00000F10 00000001  0  0 1 2 0 1",
                "   6: B80D0120000000000000000001000000:1F90 B80D0120000000000000000002000000:C356 01"
                        + " 00000014:00000000 01:00000F10 00000001  0  0 1 2 0 1",
                "   7: 0100007F:1F90 0800000A:C357 01 00000114:00000000 04:00000F10 00000000  0  0 1 2 0 1"));
        assertThat(queues.unanswered())
                .containsExactlyInAnyOrder(
                        new Peer(InetAddress.getByName("10.0.0.2"), 50_000, 8_080),
                        new Peer(InetAddress.getByName("10.0.0.5"), 50_003, 8_080),
                        new Peer(InetAddress.getByName("10.0.0.7"), 50_005, 8_080),
                        new Peer(InetAddress.getByName("2001:db8::2"), 50_006, 8_080));
        assertThat(queues.shut())
                .containsOnly(
                        Map.entry(new Peer(InetAddress.getByName("10.0.0.5"), 50_003, 8_080), 0x14L),
                        Map.entry(new Peer(InetAddress.getByName("10.0.0.8"), 50_007, 8_080), 0x114L));
    }

    private Peer self() {
        return new Peer(client.getLocalAddress(), client.getLocalPort(), client.getPort());
    }

    private void say(String text) {
        server.hubs.each(hub -> hub.forEach(stream -> stream.greet(Buffer.buffer(text))));
    }

    private String read() throws IOException {
        byte[] bytes = new byte[8_192];
        return new String(bytes, 0, client.getInputStream().read(bytes), StandardCharsets.UTF_8);
    }
}
