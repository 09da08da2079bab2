// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A local UQPAY for the tests of a class, reset after each: an example to copy, which needs nothing but JUnit, a JDK and
 * the jar of a local build. {@code docs/local-uqpay.md} shows its three lines of use.
 */
public final class LocalUqpayExtension implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
    private static final Pattern READY = Pattern.compile("local UQPAY on (http://localhost:[0-9]+/simulator)/api");

    private final List<String> program;
    private final HttpClient http = HttpClient.newHttpClient();
    private Process process;
    private String url = "";

    private LocalUqpayExtension(List<String> program) {
        this.program = program;
    }

    /** Of the jar of a local build: {@code target/quarkus-app/quarkus-run.jar}. */
    public static LocalUqpayExtension ofJar(Path jar, String... options) {
        return of(List.of("-jar", jar.toString(), "uqpay"), options);
    }

    /** Of the classes that the tests run with. */
    public static LocalUqpayExtension ofClassPath(String... options) {
        return of(List.of("-cp", System.getProperty("java.class.path"), SimulatorMain.class.getName()), options);
    }

    private static LocalUqpayExtension of(List<String> main, String... options) {
        List<String> program = new ArrayList<>();
        program.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        program.addAll(main);
        program.add("--port=0");
        program.addAll(List.of(options));
        return new LocalUqpayExtension(program);
    }

    /** The base URL for a client. */
    public String api() {
        return url + "/api";
    }

    /** Turns knobs until the end of the test. */
    public void behave(String knobs) {
        send("PUT", "/control/behaviour", knobs);
    }

    /** Makes an event and sends it. */
    public void trigger(String event) {
        send("POST", "/control/events", event);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        process = new ProcessBuilder(program).redirectErrorStream(true).start();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                url = ready.group(1);
                return;
            }
        }
        throw new IllegalStateException("the local UQPAY did not start");
    }

    @Override
    public void afterEach(ExtensionContext context) {
        send("POST", "/control/reset", "{}");
    }

    @Override
    public void afterAll(ExtensionContext context) {
        process.destroy();
    }

    private void send(String method, String path, String body) {
        try {
            int status = http.send(
                            HttpRequest.newBuilder(URI.create(url + path))
                                    .method(method, BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            if (status != 200) {
                throw new IllegalArgumentException(path + " was answered " + status);
            }
        } catch (IOException gone) {
            throw new IllegalStateException(gone);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
