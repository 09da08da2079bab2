// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The issuer that callers' tokens come from; its owner is {@code access}, which checks it at start. */
@ConfigMapping(prefix = "cardwire.access.oidc")
interface TokenIssuer {

    Optional<String> issuer();
}
