// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.webhook.otp;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where the codes go that only a cardholder may see. */
@ConfigMapping(prefix = "cardwire.otp")
interface OtpConfig {

    /** The receiver that passes codes on to cardholders. Without it codes are acknowledged and dropped. */
    Optional<URI> forwardUrl();

    /** What the receiver checks our signature with: {@code whsec_} and base64, as in the standard-webhooks specification. */
    Optional<String> secret();

    /** Longer waits for a receiver while UQPAY waits for us; shorter sends codes twice. */
    @WithDefault("3s")
    Duration timeout();

    /** Codes on their way at once; more than that wait, within the time-out. */
    @WithDefault("64")
    int connections();
}
