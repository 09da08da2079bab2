// SPDX-License-Identifier: Apache-2.0
/** Which build this is: one for a laptop, with stand-ins, or one for production. */
@NullMarked
package dev.cardwire.build;

import org.jspecify.annotations.NullMarked;
