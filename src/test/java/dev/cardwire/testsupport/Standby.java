// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A PostgreSQL that follows another one, made from a cold copy because the embedded one has no {@code pg_basebackup}. */
final class Standby {

    private final Path folder;
    private final EmbeddedPostgres server;

    private Standby(Path folder, EmbeddedPostgres server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts one that waits for the other to start.
     *
     * @param stopped the data of the other one, which must not run
     * @param folder an empty folder for its own
     */
    static Standby of(Path stopped, Path folder, int primaryPort) throws IOException {
        copy(stopped, folder);
        Files.createFile(folder.resolve("standby.signal"));
        Files.write(
                folder.resolve("postgresql.auto.conf"),
                List.of(
                        "primary_conninfo = 'host=127.0.0.1 port=" + primaryPort + " user=postgres'",
                        "wal_retrieve_retry_interval = '200ms'"),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        return new Standby(folder, Stores.server(folder, FreePorts.next()));
    }

    Path folder() {
        return folder;
    }

    /** From here on, nothing that the primary answers to a commit is lost with it. */
    void follow(Database primary) {
        primary.execute("alter system set synchronous_standby_names = '*'", "select pg_reload_conf()");
        await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> primary.value(
                        "select count(*) from pg_stat_replication where sync_state = 'sync'")
                .equals("1"));
    }

    /** Makes it one that takes writes. */
    EmbeddedPostgres promote() {
        new Database("postgresql://localhost:" + server.getPort() + "/postgres", "postgres", "postgres")
                .execute("select pg_promote(true, 60)");
        return server;
    }

    void close() throws IOException {
        server.close();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else if (!file.endsWith("postmaster.pid")) {
                    Files.copy(file, copy);
                }
            }
        }
        // PostgreSQL refuses a folder that others may read
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
}
