// SPDX-License-Identifier: Apache-2.0
/** Who did what: one line of the log for each action of a caller and for each event, in categories of their own. */
@NullMarked
package dev.cardwire.audit;

import org.jspecify.annotations.NullMarked;
