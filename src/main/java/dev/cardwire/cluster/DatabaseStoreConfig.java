// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** Where PostgreSQL is. The values are used where Quarkus' own settings refer to them; here they are judged. */
@ConfigMapping(prefix = "cardwire.database")
interface DatabaseStoreConfig {

    /** {@code postgresql://host:port/name?sslmode=verify-full}; neither user nor password belongs into it. */
    Optional<String> url();

    /** The role: replicas need to read and write rows, the migration owns the tables. */
    @WithDefault("cardwire")
    String username();

    /** Of the role; none where PostgreSQL knows it otherwise. */
    Optional<String> password();

    /** True lets connections leave this host without TLS: anybody on the network reads and changes everything. */
    @WithDefault("false")
    boolean plainAllowed();
}
