// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.cluster.lease;

import io.smallrye.mutiny.Uni;

/** This replica's right to do a duty, as long as it lasts. */
public interface DutyLease {

    /** Renews the right; false when another replica has it or this one stops. Asked between steps: then nothing more is begun. */
    Uni<Boolean> goesOn();
}
