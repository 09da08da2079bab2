// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose network is gone. A paused client would not do: its kernel goes on acknowledging what it gets. */
@EnabledOnOs(
        value = OS.LINUX,
        architectures = {"amd64", "aarch64"})
class VanishedClientsTest {

    private static final String[] OWN_NETWORK = {"unshare", "--map-root-user", "--net"};

    @TempDir
    private Path folder;

    @Test
    void streamsOfVanishedClientsEndOnEitherKindOfSocket() throws Exception {
        assumeTrue(ends("ip", "link", "set", "lo", "up"), "a network of its own, which this host may not give");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        boolean ended = ends(java, "-cp", classPath(), VanishedClients.class.getName());
        assertThat(ended).as(Files.readString(output())).isTrue();
    }

    private boolean ends(String... command) throws InterruptedException {
        String[] whole = new String[OWN_NETWORK.length + command.length];
        System.arraycopy(OWN_NETWORK, 0, whole, 0, OWN_NETWORK.length);
        System.arraycopy(command, 0, whole, OWN_NETWORK.length, command.length);
        try {
            Process process = new ProcessBuilder(whole)
                    .redirectErrorStream(true)
                    .redirectOutput(output().toFile())
                    .start();
            boolean ended = process.waitFor(2, TimeUnit.MINUTES);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Surefire keeps its own in a manifest. */
    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private Path output() {
        return folder.resolve("output");
    }
}
