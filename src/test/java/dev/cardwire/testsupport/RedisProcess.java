// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The Redis of this run as a process that can be made silent: it accepts connections and never answers. */
public final class RedisProcess implements AutoCloseable {

    private final String pid;

    private RedisProcess(String pid) {
        this.pid = pid;
    }

    /** Stops it until this is closed. */
    public static RedisProcess silenced() throws IOException, InterruptedException {
        RedisProcess redis = new RedisProcess(pid());
        redis.signal("STOP");
        return redis;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
        if (code != 0) {
            throw new IOException("Redis cannot be sent " + name);
        }
    }

    private static String pid() throws IOException {
        URI url = URI.create(System.getProperty("cardwire.redis.url"));
        try (Socket socket = new Socket(url.getHost(), url.getPort());
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write("INFO server\r\n".getBytes(StandardCharsets.US_ASCII));
            return lines.lines()
                    .filter(line -> line.startsWith("process_id:"))
                    .map(line -> line.substring("process_id:".length()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
