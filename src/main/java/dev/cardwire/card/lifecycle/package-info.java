// SPDX-License-Identifier: Apache-2.0
/** The rules of a card's life; pure, without store, clock or protocol. */
@NullMarked
package dev.cardwire.card.lifecycle;

import org.jspecify.annotations.NullMarked;
