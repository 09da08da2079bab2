// SPDX-License-Identifier: Apache-2.0
/** One question over everything that has an id here; who keeps the rows answers for them. */
@NullMarked
package dev.cardwire.search;

import org.jspecify.annotations.NullMarked;
