// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where Redis is. The values are used where Quarkus' own settings refer to them; here they are judged. */
@ConfigMapping(prefix = "cardwire.redis")
interface RedisStoreConfig {

    /** {@code rediss://host:port}, with TLS. */
    Optional<String> url();

    /** True lets {@code redis://} leave this host, without TLS: anybody on the network can ring, mark and count. */
    @WithDefault("false")
    boolean plainAllowed();
}
