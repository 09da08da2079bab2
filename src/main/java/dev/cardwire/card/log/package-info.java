// SPDX-License-Identifier: Apache-2.0
/** The change log: how a change gets its position, its readers, and how long it is kept. */
@NullMarked
package dev.cardwire.card.log;

import org.jspecify.annotations.NullMarked;
