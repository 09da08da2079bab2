// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

/** What PostgreSQL does for this replica. */
enum StoreState {
    WRITABLE,
    READ_ONLY,
    AWAY
}
