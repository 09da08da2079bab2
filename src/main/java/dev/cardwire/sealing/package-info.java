// SPDX-License-Identifier: Apache-2.0
/** Encryption of the few things that wait in a store and must not be readable there. */
@NullMarked
package dev.cardwire.sealing;

import org.jspecify.annotations.NullMarked;
