// SPDX-License-Identifier: Apache-2.0
/** Front-ends watch: one tail of the log, a hub that hands frames to the streams whose scope covers them, tickets. */
@NullMarked
package dev.cardwire.stream;

import org.jspecify.annotations.NullMarked;
