// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Rights that one replica has at a time, as PostgreSQL rows. */
interface Leases {

    /** Takes or renews the lease by this replica; true while this replica holds it for {@code duration} from now (the database's clock). */
    Uni<Boolean> hold(String name, Duration duration);

    /** Gives the lease back early, if this replica holds it. */
    Uni<Void> release(String name);
}
