// SPDX-License-Identifier: Apache-2.0
/** What became of writes whose answer or end is missing. */
@NullMarked
package dev.cardwire.issuing.recovery;

import org.jspecify.annotations.NullMarked;
