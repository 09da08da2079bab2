// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.console;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Whether people have pages, and how they sign in to them. */
@ConfigMapping(prefix = "cardwire.console")
interface ConsoleConfig {

    /** Serves the console: whoever reaches it can do what a key allows, and nothing without one. Off, its addresses are 404. */
    @WithDefault("true")
    boolean enabled();

    OidcConfig oidc();

    /** How the console signs people in at the issuer whose tokens count beside the keys. */
    interface OidcConfig {

        /** The console's client at the issuer, public and with PKCE; none: people sign in with keys alone. */
        Optional<String> clientId();

        /** What the console asks the issuer for; some issue refresh tokens only for {@code offline_access}. */
        @WithDefault("openid")
        String scope();
    }
}
