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
 * The page that was asked for of a list whose order is UQPAY's: its cursor counts the rows that were shown.
 *
 * @param shown rows before it
 * @param limit rows on it, 1 to 200
 */
record CountedPage(int shown, int limit) {

    /** 422 names what is wrong with either. */
    static CountedPage of(@Nullable String limit, @Nullable String cursor) {
        ListQuery query = new ListQuery();
        CountedPage asked = new CountedPage(query.cursor(cursor, 0, CountedPage::parse), query.limit(limit));
        query.throwIfBroken();
        return asked;
    }

    /** It, cut out of the whole list. */
    <T> Page<T> in(List<T> all) {
        return with(all.stream().skip(shown).limit(limit).toList(), all.size() - limit > shown);
    }

    /**
     * It, when its rows are known.
     *
     * @param more whether others come after them
     */
    <T> Page<T> with(List<T> rows, boolean more) {
        return new Page<>(rows, more && !rows.isEmpty() ? text(shown + rows.size()) : null);
    }

    private static String text(int shown) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(("h" + shown).getBytes(StandardCharsets.US_ASCII));
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
