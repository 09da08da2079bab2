// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.search;

import dev.cardwire.problem.ProblemException;
import dev.cardwire.uuid.Uuids;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is searched for, and on whose behalf.
 *
 * @param text as it was given: order ids and idempotency keys have no form of their own
 * @param id the same as a UUID; null for any other text
 * @param lastFour the same as the end of a card number; null for any other text
 * @param caller whose idempotency keys it may match
 * @param operator whether it may match the keys of every caller, and events
 */
public record SearchQuery(
        String text, @Nullable UUID id, @Nullable String lastFour, String caller, boolean operator) {

    /** How many findings of one source are enough: one more than an answer has, so that it is known to be cut. */
    public static final int LIMIT = 51;

    /** The longest of what can match is an idempotency key. */
    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}");

    /** 422 names {@code q} when nothing could ever match it. */
    static SearchQuery of(@Nullable String text, String caller, boolean operator) {
        if (text == null || !VISIBLE.matcher(text).matches()) {
            throw ProblemException.validation("q", "must be 1 to 255 visible ASCII characters");
        }
        return new SearchQuery(
                text, Uuids.parse(text), FOUR_DIGITS.matcher(text).matches() ? text : null, caller, operator);
    }
}
