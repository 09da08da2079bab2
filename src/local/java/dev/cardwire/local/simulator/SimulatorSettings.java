// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an assembled simulator is given.
 *
 * @param webhookUrl where events go unless the behaviour says otherwise; asked when one is sent, because a port may
 *     not be known earlier
 * @param stateFile where the state is kept over a restart; without one it is gone with the process
 * @param timeScale what UQPAY's own waiting times are multiplied by until the behaviour says otherwise
 * @param scenario a schedule of faults, carried out from the start
 * @param record where the run is written down
 */
public record SimulatorSettings(
        Supplier<String> webhookUrl,
        String webhookSecret,
        Optional<Path> stateFile,
        double timeScale,
        InstantSource clock,
        Optional<Path> scenario,
        Optional<Path> record) {
    public static final String WEBHOOK_SECRET = "sim-webhook-secret";

    /** Without a scenario and without a record. */
    public SimulatorSettings(
            Supplier<String> webhookUrl,
            String webhookSecret,
            Optional<Path> stateFile,
            double timeScale,
            InstantSource clock) {
        this(webhookUrl, webhookSecret, stateFile, timeScale, clock, Optional.empty(), Optional.empty());
    }
}
