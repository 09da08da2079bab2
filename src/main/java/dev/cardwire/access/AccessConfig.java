// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The callers and their keys. */
@ConfigMapping(prefix = "cardwire.access")
interface AccessConfig {

    /** The callers by name; the name scopes idempotency keys, so it must outlive a rotation of keys. */
    Map<String, CallerConfig> callers();

    /** Requests of one caller that a replica works on at once: more lets one caller take all of it, fewer refuses bursts with 429. */
    @WithDefault("1024")
    int requestsAtOnce();

    OidcConfig oidc();

    interface CallerConfig {

        /** Of issuer, viewer, operator, sensitive. */
        Set<String> roles();

        /** SHA-256 of each valid key, in hex; two while a key is rotated. */
        Optional<Set<String>> keyDigests();
    }

    /** An OpenID Connect issuer, whose tokens count beside the keys. */
    interface OidcConfig {

        /** As it stands in its tokens, and where its {@code /.well-known/openid-configuration} is; none: keys alone count. */
        Optional<String> issuer();

        /** The audience that tokens must name: this gateway. */
        Optional<String> audience();

        /** Where the roles stand in a token, with slashes into its depth, like {@code realm_access/roles}. */
        @WithDefault("roles")
        String rolesClaim();

        OidcRoles roles();
    }

    /** Which of the token's roles are which of ours. */
    interface OidcRoles {

        /** These issue and change cards. */
        @WithDefault("issuer")
        Set<String> issuer();

        /** These read and stream. */
        @WithDefault("viewer")
        Set<String> viewer();

        /** These operate the gateway. */
        @WithDefault("operator")
        Set<String> operator();

        /** These read card numbers, where that is switched on. */
        @WithDefault("sensitive")
        Set<String> sensitive();
    }
}
