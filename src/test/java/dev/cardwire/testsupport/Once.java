// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Work that is done once for all JVMs that run the tests of one build; the others wait for it. */
final class Once {

    /** Names the build; alone in an IDE each JVM is a build of its own. */
    private static final String RUN = System.getProperty(
            "cardwire.run", Long.toString(ProcessHandle.current().pid()));

    interface Work {

        void run() throws IOException, InterruptedException;
    }

    private Once() {}

    /** Does the work unless this run has done it; work that fails is tried again by whoever needs it next. */
    static synchronized void perRun(String name, Work work) throws IOException, InterruptedException {
        Path done = Path.of("target", name + ".done");
        try (FileChannel channel = FileChannel.open(
                        Path.of("target", name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !(Files.exists(done) && Files.readString(done).equals(RUN))) {
                work.run();
                Files.writeString(done, RUN);
            }
        }
    }
}
