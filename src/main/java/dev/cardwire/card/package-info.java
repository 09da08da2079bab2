// SPDX-License-Identifier: Apache-2.0
/** The store and the rules of a card's life. {@code Cards} owns every transaction that touches a card. */
@NullMarked
package dev.cardwire.card;

import org.jspecify.annotations.NullMarked;
