// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.local.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** The simulator inside the application, in local builds. */
@ConfigMapping(prefix = "cardwire.simulator")
public interface SimulatorConfig {
    /** Off when the local build is to talk to UQPAY's sandbox. */
    @WithDefault("true")
    boolean enabled();

    /** Where events go; without it, to this very application. */
    Optional<String> webhookUrl();

    /** Signs the events; the application must know the same. */
    @WithDefault(SimulatorSettings.WEBHOOK_SECRET)
    String webhookSecret();

    /** Where cards are kept over a restart; without it they are gone with the process. */
    Optional<Path> stateFile();

    /** Smaller and UQPAY's waiting times (retries, thirty days) pass faster; at 0 they are over at once. */
    @WithDefault("1")
    double timeScale();
}
