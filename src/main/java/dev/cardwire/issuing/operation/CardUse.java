// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import dev.cardwire.card.CardSnapshot;

/**
 * A card that is to be changed, as it stands under its key.
 *
 * @param busy whether an earlier change of it has no end yet
 * @param readWanted whether only a read at UQPAY, which has not come yet, tells what is true of it
 */
public record CardUse(CardSnapshot card, boolean busy, boolean readWanted) {}
