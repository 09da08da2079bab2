// SPDX-License-Identifier: Apache-2.0
/** Who may call: API keys, roles and the limits of a caller. */
@NullMarked
package dev.cardwire.access;

import org.jspecify.annotations.NullMarked;
