package dev.cardwire.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may call. */
@ConfigMapping(prefix = "cardwire.access")
interface AccessConfig {

    /** The callers by name; the name scopes idempotency keys, so it must outlive a rotation of keys. */
    Map<String, CallerConfig> callers();

    /** True only in a build that carries the local stand-ins; production builds refuse the well-known key. */
    @WithDefault("false")
    boolean localBuild();

    interface CallerConfig {

        /** Of issuer, viewer, operator. */
        Set<String> roles();

        /** SHA-256 of each valid key, in hex; two while a key is rotated. */
        Optional<Set<String>> keyDigests();
    }
}
