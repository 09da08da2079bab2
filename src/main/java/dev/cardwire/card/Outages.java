// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import io.smallrye.mutiny.Uni;

/** Times in which UQPAY's events could not be received for so long that it gave up on them; only a comparison finds what they reported. */
public interface Outages {

    /** How many there were so far, of all replicas together. A comparison makes up for those noted before it began. */
    Uni<Long> noted();
}
