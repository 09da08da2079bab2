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
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/** A PostgreSQL and a Redis of one test's own, which it may stop, silence, empty and crash. */
public final class Stores implements AutoCloseable {

    private final Path folder;
    private final int redisPort = FreePorts.next();
    private int postgresPort = FreePorts.next();
    private Path data;
    private EmbeddedPostgres postgres;
    private @Nullable Standby standby;
    private RedisServer redis;

    private Stores(Path folder) {
        this.folder = folder;
        this.data = folder.resolve("postgres");
    }

    public static Stores start() throws IOException {
        Stores stores = new Stores(
                Files.createTempDirectory(Path.of("target"), "stores").toAbsolutePath());
        stores.postgres = server(stores.data, stores.postgresPort);
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
        ProcessHandle server = postgresProcess();
        signal("QUIT", server.pid());
        server.onExit().join();
        postgres.close();
        postgres = server(data, postgresPort);
    }

    /** Another one follows from now on, and no commit is answered before it has it. It is made while this one is stopped. */
    public void startStandby() throws IOException {
        postgres.close();
        standby = Standby.of(data, Files.createTempDirectory(folder, "standby"), postgresPort);
        postgres = server(data, postgresPort);
        standby.follow(database());
    }

    /** PostgreSQL is gone for good, as with its machine, and the other one takes its place, at another port. */
    public void failOver() throws IOException {
        ProcessHandle server = postgresProcess();
        signal("QUIT", server.pid());
        server.onExit().join();
        postgres.close();
        postgres = standby.promote();
        postgresPort = postgres.getPort();
        data = standby.folder();
        standby = null;
    }

    public int postgresPort() {
        return postgresPort;
    }

    /** PostgreSQL takes connections and statements, and never answers; nobody is told of an end. */
    public void freezePostgres() throws IOException {
        ProcessHandle server = postgresProcess();
        signal("STOP", server.pid()); // first, so that it starts no other
        for (ProcessHandle child : server.children().toList()) {
            signal("STOP", child.pid());
        }
    }

    public void thawPostgres() throws IOException {
        ProcessHandle server = postgresProcess();
        for (ProcessHandle child : server.children().toList()) {
            signal("CONT", child.pid());
        }
        signal("CONT", server.pid());
    }

    private ProcessHandle postgresProcess() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0));
        return ProcessHandle.of(pid).orElseThrow();
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
        thawPostgres();
        postgres.close();
        if (standby != null) {
            standby.close();
        }
    }

    private String databaseUrl() {
        return "postgresql://localhost:" + postgresPort + "/postgres";
    }

    static EmbeddedPostgres server(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
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
