// SPDX-License-Identifier: Apache-2.0
/** A caller asks for a card. {@code CardIssuer} is the story. */
@NullMarked
package dev.cardwire.issuing;

import org.jspecify.annotations.NullMarked;
