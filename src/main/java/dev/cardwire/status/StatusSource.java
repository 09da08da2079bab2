// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.status;

import io.smallrye.mutiny.Uni;

/** A part that reports how it is; implemented beside the part. */
public interface StatusSource {

    /** Its name in {@code GET /v1/status}; it never changes. */
    String part();

    /** How it is now. May fail or never end: that is a report too. Never blocks. */
    Uni<PartReport> report();
}
