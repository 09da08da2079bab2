// SPDX-License-Identifier: Apache-2.0
/** Reads UUIDs, strictly and in one place. */
@NullMarked
package dev.cardwire.uuid;

import org.jspecify.annotations.NullMarked;
