// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.card;

/**
 * A card as it stands under its key.
 *
 * @param readWanted whether only a read at UQPAY, which has not come yet, shows what is true of it
 */
public record CardStanding(CardSnapshot card, boolean readWanted) {}
