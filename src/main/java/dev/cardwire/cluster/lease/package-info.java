// SPDX-License-Identifier: Apache-2.0
/** Work that one replica does at a time, by a lease in PostgreSQL. */
@NullMarked
package dev.cardwire.cluster.lease;

import org.jspecify.annotations.NullMarked;
