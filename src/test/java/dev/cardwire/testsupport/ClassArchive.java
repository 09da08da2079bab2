// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The classes of a packaged application, loaded and verified once for all its starts in a run: the tests start it a
 * hundred times, and a start takes a quarter less with them.
 */
final class ClassArchive {

    /** A start that ends by itself, for want of an address, after it has loaded most of the application. */
    private static final String REFUSED = "no-address";

    private ClassArchive() {}

    /** The options for a start of the jar. */
    static synchronized List<String> options(Path jar) {
        String name =
                "classes-" + Integer.toHexString(jar.toAbsolutePath().toString().hashCode());
        Path archive = Path.of("target", name + ".jsa").toAbsolutePath();
        try {
            Once.perRun(name, () -> make(jar, archive));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        // without a word where the archive cannot be used
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
    }

    private static void make(Path jar, Path archive) throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder(
                Program.java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:ArchiveClassesAtExit=" + archive,
                "-Xlog:cds=off",
                "-jar",
                jar.toAbsolutePath().toString());
        start.environment().put("CARDWIRE_DATABASE_URL", REFUSED);
        Process process = start.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
    }
}
