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
 */
public record SimulatorSettings(
        Supplier<String> webhookUrl,
        String webhookSecret,
        Optional<Path> stateFile,
        double timeScale,
        InstantSource clock) {
    public static final String WEBHOOK_SECRET = "sim-webhook-secret";
}
