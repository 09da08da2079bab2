// SPDX-License-Identifier: Apache-2.0
/** Card numbers for callers who are certified to hold them: encrypted to the caller's key, and nowhere else. */
@NullMarked
package dev.cardwire.issuing.sensitive;

import org.jspecify.annotations.NullMarked;
