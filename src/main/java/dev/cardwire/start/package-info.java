// SPDX-License-Identifier: Apache-2.0
/** In which order the parts of a replica start. */
@NullMarked
package dev.cardwire.start;

import org.jspecify.annotations.NullMarked;
