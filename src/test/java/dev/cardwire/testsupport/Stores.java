// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis of one test's own, which it may stop, silence, empty and crash. */
public final class Stores implements AutoCloseable {

    private final Path folder;
    private final int postgresPort = FreePorts.next();
    private final int redisPort = FreePorts.next();
    private EmbeddedPostgres postgres;
    private RedisServer redis;

    private Stores(Path folder) {
        this.folder = folder;
    }

    public static Stores start() throws IOException {
        Stores stores = new Stores(
                Files.createTempDirectory(Path.of("target"), "stores").toAbsolutePath());
        stores.startPostgres();
        stores.startRedis();
        return stores;
    }

    /** What a gateway needs to use them. */
    public Map<String, String> environment() {
        return Map.of(
                "CARDWIRE_DATABASE_URL",
                databaseUrl(),
                "CARDWIRE_DATABASE_USERNAME",
                "postgres",
                "CARDWIRE_DATABASE_PASSWORD",
                "postgres",
                "CARDWIRE_REDIS_URL",
                "redis://127.0.0.1:" + redisPort);
    }

    public Database database() {
        return new Database(databaseUrl(), "postgres", "postgres");
    }

    /** Ends PostgreSQL without a word to anybody, as a crash does, and starts it again: what was committed must be there. */
    public void crashPostgres() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0));
        ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
        signal("QUIT", pid);
        server.onExit().join();
        postgres.close();
        startPostgres();
    }

    public void stopRedis() throws IOException {
        redis.stop();
    }

    public void startRedis() throws IOException {
        redis = RedisServer.newRedisServer()
                .port(redisPort)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("appendonly no")
                .setting("dir " + folder)
                .setting("pidfile " + folder.resolve("redis.pid"))
                .onShutdownForceStop(false)
                .build();
        redis.start();
    }

    /** Redis takes connections and commands, and never answers. */
    public void silenceRedis() throws IOException {
        signal("STOP", redisPid());
    }

    public void wakeRedis() throws IOException {
        signal("CONT", redisPid());
    }

    public void emptyRedis() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), redisPort)) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            if (socket.getInputStream().read() != '+') {
                throw new IOException("FLUSHALL was refused");
            }
        }
    }

    @Override
    public void close() throws IOException {
        wakeRedis();
        redis.stop();
        postgres.close();
    }

    private String databaseUrl() {
        return "postgresql://localhost:" + postgresPort + "/postgres";
    }

    private void startPostgres() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPort(postgresPort)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    private long redisPid() throws IOException {
        return Long.parseLong(Files.readString(folder.resolve("redis.pid")).trim());
    }

    private static void signal(String name, long pid) throws IOException {
        PackagedGateway.signal(name, pid);
    }
}
