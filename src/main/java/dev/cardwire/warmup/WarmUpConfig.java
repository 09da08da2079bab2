// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a replica does between its start and its first caller. */
@ConfigMapping(prefix = "cardwire.warm-up")
interface WarmUpConfig {

    /** Whether each kind of work is done once before readiness; without it the first callers wait for it. */
    @WithDefault("true")
    boolean enabled();

    /** The longest time that it holds readiness back, whatever is away. */
    @WithDefault("20s")
    Duration within();
}
