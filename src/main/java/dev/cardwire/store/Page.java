// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.store;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param nextCursor opaque; null when there is no more
 */
public record Page<T>(List<T> data, @Nullable String nextCursor) {

    /**
     * The page of a query that asked for one row more than the limit.
     *
     * @param at the sort time of a row
     * @param id the id that decides between rows of the same time
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Instant> at, Function<T, UUID> id) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> page = rows.subList(0, limit);
        T last = page.get(limit - 1);
        return new Page<>(page, new PageCursor(at.apply(last), id.apply(last)).text());
    }
}
