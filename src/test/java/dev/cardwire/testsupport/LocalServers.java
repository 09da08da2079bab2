package dev.cardwire.testsupport;

import dev.cardwire.local.embedded.EmbeddedServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Real PostgreSQL and Redis for {@code @QuarkusTest}: one pair for all test classes of a run, with an empty folder. */
public final class LocalServers implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        if (!EmbeddedServers.areKnown()) {
            try {
                EmbeddedServers servers =
                        EmbeddedServers.start(Files.createTempDirectory(Path.of("target"), "servers"));
                Runtime.getRuntime().addShutdownHook(new Thread(servers::close));
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return Map.of();
    }

    @Override
    public void stop() {
        // The servers end with the JVM: the next test class uses them again.
    }
}
