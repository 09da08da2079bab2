// SPDX-License-Identifier: Apache-2.0
/** A replica does each kind of work once before it reports ready: the first caller waits no longer than the later ones. */
@NullMarked
package dev.cardwire.warmup;

import org.jspecify.annotations.NullMarked;
