// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing;

import dev.cardwire.pan.CardNumbers;
import dev.cardwire.problem.ProblemCode;
import dev.cardwire.problem.ProblemException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} header: 1 to 255 visible ASCII characters. */
final class IdempotencyKeys {

    private static final Pattern VISIBLE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    private IdempotencyKeys() {}

    /** The key in a header; fails with a problem when it is missing or malformed. */
    static String required(@Nullable String header) {
        if (header == null || header.isEmpty()) {
            throw new ProblemException(
                    ProblemCode.IDEMPOTENCY_KEY_MISSING,
                    "Send an Idempotency-Key header with a new value for each new request.");
        }
        return sane(header);
    }

    /** Null when the request has no key: then the call is made once for this request alone. */
    static @Nullable String optional(@Nullable String header) {
        return header == null || header.isEmpty() ? null : sane(header);
    }

    private static String sane(String header) {
        if (!VISIBLE.matcher(header).matches()) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "Idempotency-Key must be 1 to 255 visible ASCII characters.");
        }
        if (CardNumbers.mayBeIn(header)) {
            throw new ProblemException(
                    ProblemCode.MALFORMED_REQUEST, "Idempotency-Key must not contain a card number: keys are stored.");
        }
        return header;
    }
}
