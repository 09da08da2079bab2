package dev.cardwire.uqpay;

import java.time.Instant;
import java.util.Objects;

/** Cards as UQPAY's answers tell them, for tests of those who compare them. */
public final class ReadCards {

    private ReadCards() {}

    public static UqpayCard card(String json, Instant asOf) {
        return Objects.requireNonNull(Decode.card(Objects.requireNonNull(UqpayJson.tree(json)), asOf));
    }
}
