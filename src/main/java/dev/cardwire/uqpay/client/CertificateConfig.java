// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** A setting of Quarkus' own that beats what a client says of itself; it is only judged here. */
@ConfigMapping(prefix = "quarkus.rest-client")
interface CertificateConfig {

    /** Whether a certificate must be for the host that was asked. */
    @WithDefault("true")
    boolean verifyHost();
}
