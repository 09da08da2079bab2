// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.warmup;

import io.smallrye.mutiny.Uni;

/** One kind of work, done once without any effect before a replica reports ready. */
public interface WarmUpStep {

    /** Does the work and undoes it. A failure is no reason to refuse to serve: other checks say what is away. */
    Uni<Void> run();
}
