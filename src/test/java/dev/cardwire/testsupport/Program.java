// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What tests start as a process: the packaged jars, or with {@code ./mvnw verify -Dcardwire.native=<executable>} that
 * executable. It is a production build, so it gets by environment what the local build has by itself, and none of the
 * well-known secrets, with which it would not start.
 */
public final class Program {

    private static final Path LOCAL_JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    /** The build sets it for the packaged application's tests alone: the others run the local build in their own JVM. */
    private static final String EXECUTABLE = System.getProperty("cardwire.executable", "");

    private Program() {}

    public static boolean isExecutable() {
        return !EXECUTABLE.isEmpty();
    }

    /**
     * For what an executable cannot be asked.
     *
     * @param reason a sentence that says why
     */
    public static void assumeJars(String reason) {
        assumeFalse(isExecutable(), reason);
    }

    static Path local() {
        return isExecutable() ? executable() : LOCAL_JAR;
    }

    static Path executable() {
        Path executable = Path.of(EXECUTABLE).toAbsolutePath();
        if (!Files.isExecutable(executable)) {
            throw new UncheckedIOException(
                    new NoSuchFileException(executable.toString(), null, "cardwire.native is not an executable"));
        }
        return executable;
    }

    /** @param options system properties, which a JVM and an executable take alike */
    static List<String> command(Path program, List<String> options) {
        String file = program.toAbsolutePath().toString();
        if (!file.endsWith(".jar")) {
            List<String> command = new ArrayList<>(List.of(file, "-Xmx384m"));
            command.addAll(options);
            return command;
        }
        List<String> command = new ArrayList<>(List.of(java(), "-Xmx384m", "-XX:TieredStopAtLevel=1"));
        command.addAll(ClassArchive.options(program));
        command.addAll(options);
        command.addAll(List.of("-jar", file));
        return command;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What the program needs to be configured as the local build is by itself. */
    static Map<String, String> localDefaults() {
        if (!isExecutable()) {
            return Map.of();
        }
        Map<String, String> all = new HashMap<>(ProductionBuild.secrets("LOCAL"));
        all.put("CARDWIRE_ACCESS_CALLERS__LOCAL__ROLES", "issuer,viewer,operator,sensitive");
        all.put("CARDWIRE_STREAM_PACE_DRAIN", "3s");
        all.put("CARDWIRE_CLUSTER_BUDGET_PER_MINUTE", "100000");
        all.put("CARDWIRE_CLUSTER_BUDGET_REPLICAS", "1");
        return all;
    }
}
