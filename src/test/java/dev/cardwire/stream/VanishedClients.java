// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A process in a network of its own, whose only link goes down while clients hold streams: from then on nobody
 * acknowledges a byte, and nobody says so. It ends well when all streams ended, on Java's sockets and on those of the
 * operating system, without any option of the kernel.
 */
final class VanishedClients {

    private static final int CLIENTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HEARTBEAT = ":heartbeat\n\n";

    private VanishedClients() {}

    public static void main(String... arguments) {
        try {
            run();
        } catch (Exception failure) {
            failure.printStackTrace();
            System.exit(1);
        }
        System.exit(0);
    }

    private static void run() throws Exception {
        link("up");
        List<StreamServer> servers =
                List.of(StreamServer.start(new HttpServerOptions()), StreamServer.startNative(new HttpServerOptions()));
        if (!servers.get(1).vertx().isNativeTransportEnabled()) {
            throw new IllegalStateException("no native transport");
        }
        List<Socket> clients = new ArrayList<>();
        for (StreamServer server : servers) {
            new SilentClients(server.vertx(), server.hubs, server.config, server.time).start(new StartupEvent());
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(watching(server.port()));
            }
            await().atMost(PATIENCE).until(() -> server.limits.open() == CLIENTS);
        }
        link("down");
        await().atMost(PATIENCE).until(() -> servers.stream().allMatch(VanishedClients::isEmptyAfterAWhile));
    }

    /** The kernel takes every heartbeat. */
    private static boolean isEmptyAfterAWhile(StreamServer server) {
        server.hubs.each(hub -> hub.forEach(stream -> stream.greet(Buffer.buffer(HEARTBEAT))));
        server.time.pass(Duration.ofSeconds(1));
        server.hubs.tick();
        return server.limits.open() == 0;
    }

    private static Socket watching(int port) throws IOException {
        Socket client = new Socket("localhost", port);
        client.getOutputStream()
                .write("GET /v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private static void link(String state) throws IOException, InterruptedException {
        int code = new ProcessBuilder("ip", "link", "set", "lo", state)
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("ip ended with " + code);
        }
    }
}
