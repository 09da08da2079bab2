// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Finds rows of one owner; implemented beside the rows. */
public interface SearchSource {

    /** What matches exactly, newest first, at most {@link SearchQuery#LIMIT}. */
    Uni<List<Finding>> find(SearchQuery query);

    /** Whether it costs a call at UQPAY, so that it is asked only when nothing was found here. */
    default boolean asksUqpay() {
        return false;
    }
}
