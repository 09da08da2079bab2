// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the parts are asked. */
@ConfigMapping(prefix = "cardwire.status")
interface StatusConfig {

    /** How long a part may take to report: longer keeps operators waiting, shorter calls a busy part down. Under 2 s. */
    @WithDefault("1500ms")
    Duration within();

    /** How often the parts are asked while no operator asks for the status: longer makes {@code since} less exact, shorter costs a write. */
    @WithDefault("15s")
    Duration every();
}
