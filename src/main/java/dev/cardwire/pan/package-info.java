// SPDX-License-Identifier: Apache-2.0
/** Card numbers (PAN) in text: the one place that decides what could be one. */
@NullMarked
package dev.cardwire.pan;

import org.jspecify.annotations.NullMarked;
