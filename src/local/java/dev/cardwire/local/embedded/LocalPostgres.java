// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** A PostgreSQL of this run's own, as durable as one in production. */
final class LocalPostgres {

    private final EmbeddedPostgres server;

    private LocalPostgres(EmbeddedPostgres server) {
        this.server = server;
    }

    static LocalPostgres start(Path data) throws IOException {
        LeftBehind.stop(data.resolve("postmaster.pid"), "postgres");
        // The library defaults to fsync=off; a demo that loses cards in a power cut would prove nothing.
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .start();
        return new LocalPostgres(server);
    }

    String url() {
        return "postgresql://localhost:" + server.getPort() + "/postgres";
    }

    void close() {
        try {
            server.close();
        } catch (IOException alreadyGone) {
            // the next start stops what is left
        }
    }
}
