// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the command line asks of a simulator that runs alone; whatever it leaves out has a default. */
record SimulatorOptions(int port, String host, SimulatorSettings settings) {
    private static final List<String> KNOWN =
            List.of("port", "host", "webhook-url", "webhook-secret", "state-file", "time-scale", "scenario", "record");
    private static final int LAST_PORT = 65_535;
    private static final int SLOWEST = 1_000;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException in one sentence for the person who typed them
     */
    static SimulatorOptions of(String... args) {
        Map<String, String> given = given(args);
        String webhookUrl = given.getOrDefault("webhook-url", "http://localhost:8080/webhooks/uqpay");
        return new SimulatorOptions(
                port(given.getOrDefault("port", "9090")),
                given.getOrDefault("host", "0.0.0.0"),
                new SimulatorSettings(
                        () -> webhookUrl,
                        given.getOrDefault("webhook-secret", SimulatorSettings.WEBHOOK_SECRET),
                        Optional.ofNullable(given.get("state-file")).map(Path::of),
                        timeScale(given.getOrDefault("time-scale", "1")),
                        InstantSource.system(),
                        Optional.ofNullable(given.get("scenario")).map(Path::of),
                        Optional.ofNullable(given.get("record")).map(Path::of)));
    }

    private static Map<String, String> given(String... args) {
        Map<String, String> given = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0 || !KNOWN.contains(arg.substring(2, equals))) {
                throw new IllegalArgumentException("unknown option " + arg + "; known are --"
                        + String.join("=, --", KNOWN) + "=; --help explains them");
            }
            given.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return given;
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= LAST_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, like a number that is no port.
        }
        throw new IllegalArgumentException("--port=" + text + " must be an integer from 0 to " + LAST_PORT);
    }

    /** The range of the knob of that name: what it cannot be turned to it cannot start with. */
    private static double timeScale(String text) {
        try {
            double scale = Double.parseDouble(text);
            if (scale >= 0 && scale <= SLOWEST) {
                return scale;
            }
        } catch (NumberFormatException notANumber) {
            // Said below, like a number out of range.
        }
        throw new IllegalArgumentException("--time-scale=" + text + " must be a number from 0 to " + SLOWEST);
    }
}
