// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A real PostgreSQL and a real Redis for this JVM, so that the local run is the real application. What the environment
 * names ({@code CARDWIRE_DATABASE_URL}, {@code CARDWIRE_REDIS_URL}) is used instead. Their addresses are left in system
 * properties, where a live reload, which starts the application again in the same JVM, finds them.
 */
public final class EmbeddedServers implements AutoCloseable {

    private static final String DATABASE_URL = "cardwire.database.url";
    private static final String REDIS_URL = "cardwire.redis.url";

    private final OneRunPerFolder lock;
    private final LocalPostgres postgres;
    private final LocalRedis redis;

    private EmbeddedServers(OneRunPerFolder lock, LocalPostgres postgres, LocalRedis redis) {
        this.lock = lock;
        this.postgres = postgres;
        this.redis = redis;
    }

    /** True when an earlier start in this JVM, or its user, already said where the servers are. */
    public static boolean areKnown() {
        return given(DATABASE_URL) && given(REDIS_URL);
    }

    /**
     * Starts what is not given and says where it is.
     *
     * @param folder where the data lives; it survives, so the next run has the same cards
     * @throws IllegalStateException when another run uses the folder
     */
    public static EmbeddedServers start(Path folder) {
        try {
            Files.createDirectories(folder);
            OneRunPerFolder lock = OneRunPerFolder.take(folder);
            LocalPostgres postgres = given(DATABASE_URL) ? null : LocalPostgres.start(folder.resolve("postgres"));
            LocalRedis redis = given(REDIS_URL) ? null : LocalRedis.start(folder.resolve("redis"));
            if (postgres != null) {
                System.setProperty(DATABASE_URL, postgres.url());
                System.setProperty("cardwire.database.username", "postgres");
                System.setProperty("cardwire.database.password", "postgres");
            }
            if (redis != null) {
                System.setProperty(REDIS_URL, redis.url());
            }
            return new EmbeddedServers(lock, postgres, redis);
        } catch (IOException failure) {
            throw new UncheckedIOException("the embedded servers did not start in " + folder, failure);
        }
    }

    @Override
    public void close() {
        if (redis != null) {
            redis.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        lock.close();
    }

    private static boolean given(String property) {
        String environment = property.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
        return System.getProperty(property) != null || System.getenv(environment) != null;
    }
}
