// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.problem;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** Where callers reach the gateway, as the streams' tickets have it. */
@ConfigMapping(prefix = "cardwire.stream")
interface PublicAddress {

    /** Put before the {@code type} of a problem; empty leaves it a path. */
    Optional<String> publicUrl();
}
