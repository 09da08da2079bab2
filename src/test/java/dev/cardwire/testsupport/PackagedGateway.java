// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The packaged application as a process of its own, so that it can be killed. */
public final class PackagedGateway implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path program;
    private final Map<String, String> defaults;
    private final int port;
    private final Map<String, String> environment;
    private final File log;
    private List<String> options = List.of();
    private Process process;

    /** @param environment what the process is configured with; the port is chosen here and stays over restarts */
    public PackagedGateway(Map<String, String> environment) {
        this(Program.local(), Program.localDefaults(), environment);
    }

    /** The same of another build, a jar or an executable. */
    public PackagedGateway(Path program, Map<String, String> environment) {
        this(program, Map.of(), environment);
    }

    private PackagedGateway(Path program, Map<String, String> defaults, Map<String, String> environment) {
        this.program = program;
        this.defaults = defaults;
        this.port = FreePorts.next();
        this.environment = environment;
        this.log = newLog(port);
    }

    /** Starts it with these options from now on. */
    public PackagedGateway with(List<String> options) {
        this.options = options;
        return this;
    }

    public int port() {
        return port;
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** Starts the process and returns when it is ready. */
    public PackagedGateway start() throws IOException {
        launch();
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(this::isReady);
        return this;
    }

    /** Starts a process that is expected to refuse to, and returns its exit code. */
    public int startRefused() throws IOException {
        launch();
        return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
    }

    /** Starts the process and does not wait. */
    public void launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Program.command(program, options));
        builder.environment().putAll(defaults);
        builder.environment().putAll(environment);
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        process = builder.start();
    }

    /** Ends the process as a power cut would. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Stops the process dead, as a machine that lost its power or its network looks to the others. */
    public void pause() throws IOException {
        signal("STOP", process.pid());
    }

    /** Lets a paused process go on as if nothing had been. */
    public void resume() throws IOException {
        signal("CONT", process.pid());
    }

    static void signal(String name, long pid) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        if (kill.onExit().join().exitValue() != 0) {
            throw new IOException("signal " + name + " did not reach " + pid);
        }
    }

    /** Asks the process to end and waits for it. */
    public int stop() {
        process.destroy();
        return process.onExit().join().exitValue();
    }

    /** Asks the process to end; whether it did so in time. */
    public boolean stopWithin(Duration limit) {
        process.destroy();
        return process.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** The heap in use after a full collection, in bytes; unknown of an executable, which nobody can ask for one. */
    public OptionalLong liveHeap() throws IOException {
        if (Program.isExecutable()) {
            return OptionalLong.empty();
        }
        Process collector = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        collector.onExit().join();
        String metrics = Api.caller().get(url() + "/q/metrics").asString();
        return OptionalLong.of(metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum());
    }

    /** Everything that is in the heap after a full collection. */
    public void dumpLiveHeap(Path file) throws IOException {
        Process dump = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.heap_dump",
                        file.toAbsolutePath().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (dump.onExit().join().exitValue() != 0) {
            throw new IOException("the heap was not written");
        }
    }

    /** The files and sockets that the process has open; 0 where the system does not list them. */
    public long openFiles() throws IOException {
        Path open = Path.of("/proc", Long.toString(process.pid()), "fd");
        if (!Files.isReadable(open)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(open)) {
            return files.count();
        }
    }

    /** What this gateway has written, over all its starts. */
    public File log() {
        return log;
    }

    private static File newLog(int port) {
        try {
            return Files.createTempFile(Path.of("target"), "gateway-" + port + "-", ".log")
                    .toFile();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            kill();
        }
    }

    public boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the gateway ended with " + process.exitValue() + ", see " + log);
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/q/health/ready"))
                    .timeout(Duration.ofSeconds(5))
                    .build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
