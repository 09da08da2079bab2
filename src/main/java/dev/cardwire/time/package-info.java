// SPDX-License-Identifier: Apache-2.0
/** The clock and pauses: every other package is given the time and never asks the machine for it. */
@NullMarked
package dev.cardwire.time;

import org.jspecify.annotations.NullMarked;
