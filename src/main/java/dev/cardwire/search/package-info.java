// SPDX-License-Identifier: Apache-2.0
/** One search over everything that has an id here; the owner of the rows answers for them. */
@NullMarked
package dev.cardwire.search;

import org.jspecify.annotations.NullMarked;
