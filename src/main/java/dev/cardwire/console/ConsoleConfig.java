// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Whether people have pages. */
@ConfigMapping(prefix = "cardwire.console")
interface ConsoleConfig {

    /** Serves the console: whoever reaches it can do what a key allows, and nothing without one. Off, its addresses are 404. */
    @WithDefault("true")
    boolean enabled();
}
