// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayJson;
import java.time.Instant;
import java.util.Objects;

/** Cards as UQPAY's answers tell them, for tests of those who compare them. */
public final class ReadCards {

    private ReadCards() {}

    public static UqpayCard card(String json, Instant asOf) {
        return Objects.requireNonNull(CardDecoder.card(Objects.requireNonNull(UqpayJson.tree(json)), asOf));
    }
}
