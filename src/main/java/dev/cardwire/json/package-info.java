// SPDX-License-Identifier: Apache-2.0
/** Reads JSON that somebody else wrote, whatever single parts of it are. */
@NullMarked
package dev.cardwire.json;

import org.jspecify.annotations.NullMarked;
