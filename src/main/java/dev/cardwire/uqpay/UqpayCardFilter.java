// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a list of cards is narrowed to; null means all. */
public record UqpayCardFilter(
        @Nullable String cardStatus, @Nullable UUID cardholderId) {

    /** Every card of the account. */
    public static final UqpayCardFilter ALL = new UqpayCardFilter(null, null);
}
