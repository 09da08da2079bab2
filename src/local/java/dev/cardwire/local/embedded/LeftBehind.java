// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A server that outlived a killed run: it is stopped, so that the next one can have its data. */
final class LeftBehind {

    private static final int PATIENCE_SECONDS = 20;

    private LeftBehind() {}

    /**
     * Stops the process whose number stands in the first line of the file, if it still runs under this name.
     *
     * @param program part of the command; a number that was given to another program since must not be killed
     */
    static void stop(Path pidFile, String program) throws IOException {
        if (!Files.exists(pidFile)) {
            return;
        }
        String first = Files.readString(pidFile).lines().findFirst().orElse("").trim();
        if (!first.matches("\\d+")) {
            return;
        }
        ProcessHandle.of(Long.parseLong(first))
                .filter(process ->
                        process.info().command().map(c -> c.contains(program)).orElse(false))
                .ifPresent(LeftBehind::end);
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stubborn) {
            process.destroyForcibly();
        }
    }
}
