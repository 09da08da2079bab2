// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * The production build as a container runs it: with the given environment and nothing else, in a directory that it cannot
 * write to and, where the tests run as root, as somebody who owns nothing.
 */
public final class InstalledGateway implements AutoCloseable {

    public static final String NOBODY = "10001";

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Map<String, String> environment;
    private final int port = FreePorts.next();
    private final Path log = Path.of("target", "installed-" + port + ".log");
    private Process process;

    public InstalledGateway(Map<String, String> environment) {
        this.environment = environment;
    }

    public InstalledGateway start() throws Exception {
        launch();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("it ended with " + process.exitValue() + ", see " + log);
            }
            return isReady();
        });
        return this;
    }

    /** For a process that ends by itself; its code. */
    public int run() throws Exception {
        launch();
        return awaitEnd(Duration.ofSeconds(90));
    }

    /** SIGTERM, without waiting. */
    public void terminate() {
        process.destroy();
    }

    public int awaitEnd(Duration patience) {
        return process.onExit()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .join()
                .exitValue();
    }

    public boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    public String log() throws IOException {
        return Files.readString(log);
    }

    /** The id of the user that it runs as. */
    public String user() throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"))
                .replaceAll("(?s).*\\nUid:\\s+(\\d+).*", "$1");
    }

    public static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().onExit().join();
        }
    }

    private void launch() throws Exception {
        Path directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "workdir");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(Program.command(ProductionBuild.program(), List.of()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        builder.environment().keySet().removeIf(variable -> !variable.equals("PATH"));
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        process = builder.start();
    }
}
