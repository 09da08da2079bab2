// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;

/** A copy of the sealed access token that is cheaper to read than its row, and may be missing or old at any time. */
public interface TokenCopy {

    /** The copy as it was kept; empty when nothing is kept or Redis is gone. Never fails. */
    Uni<Optional<String>> read();

    /** Keeps the sealed token for its remaining life. Returns at once and never fails. */
    void keep(String sealed, Duration life);
}
