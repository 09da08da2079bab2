// SPDX-License-Identifier: Apache-2.0
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

    /** Calls before a circuit is looked at: a test that makes UQPAY fail must not refuse the calls of those after it. */
    private static final String NEVER_OPENS = "100000";

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
        return Map.of(
                "cardwire.uqpay.writes.volume", NEVER_OPENS,
                "cardwire.uqpay.reads.volume", NEVER_OPENS,
                "cardwire.uqpay.checks.volume", NEVER_OPENS,
                // a test's own imports are its own to go on with; one that is asked for goes on at once
                "cardwire.reconcile.imports-every", "1h");
    }

    @Override
    public void stop() {
        // The servers end with the JVM: the next test class uses them again.
    }
}
