// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.management;

import io.smallrye.config.ConfigMapping;
import java.util.OptionalInt;

/** A port beside the public one. */
@ConfigMapping(prefix = "cardwire.management")
interface ManagementConfig {

    /** Serves health and metrics to every client that reaches it: open it to the platform's network alone. Unset: both are at the public port only. */
    OptionalInt port();
}
