// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

import java.util.UUID;

/** Reads at UQPAY that somebody finds necessary; debounced, one per card at a time. */
public interface CardReadRequests {

    /** Asks for the card to be read soon. Returns at once; a read that fails is made up for by the sweep. */
    void wanted(UUID cardId);
}
