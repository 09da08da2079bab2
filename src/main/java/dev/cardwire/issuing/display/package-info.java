// SPDX-License-Identifier: Apache-2.0
/** What callers see of writes and cards: operations, orders, the timeline, the display session. */
@NullMarked
package dev.cardwire.issuing.display;

import org.jspecify.annotations.NullMarked;
