// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a request's body may cost. */
@ConfigMapping(prefix = "cardwire.body")
interface BodyConfig {

    /** From the head of a request to the end of its body: longer lets strangers hold memory, shorter cuts off slow lines with 8 MiB to send. */
    @WithDefault("30s")
    Duration within();

    /** Bytes of bodies that are held at once, two thirds by callers with a key and one third by webhooks: higher costs up to four times as much heap, lower refuses cardholders with documents. */
    @WithDefault("48M")
    MemorySize atOnce();
}
