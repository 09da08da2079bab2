// SPDX-License-Identifier: Apache-2.0
/** Transactions with their retries, pages of lists, and the removal of rows that were kept long enough. */
@NullMarked
package dev.cardwire.store;

import org.jspecify.annotations.NullMarked;
