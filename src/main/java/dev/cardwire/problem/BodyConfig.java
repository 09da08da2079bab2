package dev.cardwire.problem;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What a request's body may cost. */
@ConfigMapping(prefix = "cardwire.body")
interface BodyConfig {

    /** From the head of a request to the end of its body: longer lets strangers hold memory, shorter cuts off slow lines with 8 MiB to send. */
    @WithDefault("30s")
    Duration within();
}
