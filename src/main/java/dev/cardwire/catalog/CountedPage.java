// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.catalog;

import dev.cardwire.problem.request.ListQuery;
import dev.cardwire.store.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page that was asked for of a list whose order is UQPAY's: its cursor counts the rows before it.
 *
 * @param passed rows before it
 * @param limit rows on it, 1 to 200
 */
record CountedPage(int passed, int limit) {

    /** 422 names what is wrong with either. */
    static CountedPage of(@Nullable String limit, @Nullable String cursor) {
        ListQuery query = new ListQuery();
        CountedPage asked = new CountedPage(query.cursor(cursor, 0, CountedPage::parse), query.limit(limit));
        query.throwIfBroken();
        return asked;
    }

    /** It, cut out of the whole list. */
    <T> Page<T> in(List<T> all) {
        List<T> rows = all.stream().skip(passed).limit(limit).toList();
        int after = passed + rows.size();
        return with(rows, after < all.size() && !rows.isEmpty() ? after : 0);
    }

    /**
     * It, when its rows are known.
     *
     * @param after rows before the next one; 0 on the last page
     */
    static <T> Page<T> with(List<T> rows, int after) {
        return new Page<>(rows, after > 0 ? text(after) : null);
    }

    private static String text(int passed) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("h" + passed).getBytes(StandardCharsets.US_ASCII));
    }

    private static Optional<Integer> parse(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            return text.matches("h[0-9]{1,8}") ? Optional.of(Integer.valueOf(text.substring(1))) : Optional.empty();
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}
