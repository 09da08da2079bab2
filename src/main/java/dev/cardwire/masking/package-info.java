// SPDX-License-Identifier: Apache-2.0
/** Masks log lines and spans of all packages; the last exit for what must not be read. */
@NullMarked
package dev.cardwire.masking;

import org.jspecify.annotations.NullMarked;
