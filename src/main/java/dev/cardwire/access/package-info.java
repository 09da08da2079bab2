// SPDX-License-Identifier: Apache-2.0
/** Access: API keys, tokens, roles and the limits of a caller. */
@NullMarked
package dev.cardwire.access;

import org.jspecify.annotations.NullMarked;
