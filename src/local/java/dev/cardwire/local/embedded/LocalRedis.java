// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisServer;

/** A Redis of this run's own; what it holds may be lost, so nothing is written to disk. */
final class LocalRedis {

    private final RedisServer server;
    private final int port;

    private LocalRedis(RedisServer server, int port) {
        this.server = server;
        this.port = port;
    }

    static LocalRedis start(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path pidFile = folder.resolve("redis.pid").toAbsolutePath();
        LeftBehind.stop(pidFile, "redis");
        int port = freePort();
        RedisServer server = RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("dir " + folder.toAbsolutePath())
                .setting("pidfile " + pidFile)
                .onShutdownForceStop(false)
                .build();
        server.start();
        return new LocalRedis(server, port);
    }

    String url() {
        return "redis://127.0.0.1:" + port;
    }

    void close() {
        try {
            server.stop();
        } catch (IOException alreadyGone) {
            // the next start stops what is left
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
