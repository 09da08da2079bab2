// SPDX-License-Identifier: Apache-2.0
/** A person watches; uses only the public API. */
@NullMarked
package dev.cardwire.console;

import org.jspecify.annotations.NullMarked;
