// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import io.smallrye.mutiny.Uni;

/** Rows of one table that expire. The owner of the table says which; they are removed in small steps. */
public interface Retention {

    String table();

    /** Removes the oldest rows whose time is over, at most {@code limit}; fewer than that means that no more are left. */
    Uni<Integer> remove(int limit);
}
