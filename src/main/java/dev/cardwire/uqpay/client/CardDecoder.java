// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayRiskControls;
import dev.cardwire.uqpay.UqpaySpendingControl;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UQPAY's card as our record, by the rules of {@link Decoder}. Lists and single reads name some of its parts differently. */
final class CardDecoder {

    private CardDecoder() {}

    /** Null without the card's id. */
    static @Nullable UqpayCard card(JsonNode from, Instant asOf) {
        UUID cardId = WireValues.uuid(from.get("card_id"));
        return cardId == null
                ? null
                : new UqpayCard(
                        cardId,
                        WireValues.id(from.get("card_order_id")),
                        WireValues.text(from.get("card_status")),
                        cardNumber(from.get("card_number")),
                        WireValues.text(from.get("card_bin")),
                        WireValues.word(from.get("card_scheme")),
                        WireValues.word(from.get("mode_type")),
                        WireValues.word(from.get("form_factor")),
                        WireValues.word(from.get("card_currency")),
                        WireValues.amount(from.get("card_limit")),
                        WireValues.amount(from.get("available_balance")),
                        WireValues.amount(from.get("consumed_amount")),
                        holderOf(from),
                        WireValues.uuid(from.get("card_product_id")),
                        spendingControls(either(from, "spending_controls", "spending_limits")),
                        riskControls(either(from, "risk_controls", "risk_control")),
                        WireValues.metadata(from.get("metadata")),
                        WireValues.word(from.get("usage_type")),
                        WireValues.text(from.get("failure_code")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("update_time")),
                        asOf);
    }

    private static @Nullable UUID holderOf(JsonNode card) {
        JsonNode holder = card.get("cardholder");
        UUID inside = holder == null ? null : WireValues.uuid(holder.get("cardholder_id"));
        return inside != null ? inside : WireValues.uuid(card.get("cardholder_id"));
    }

    private static @Nullable JsonNode either(JsonNode from, String first, String second) {
        return from.hasNonNull(first) ? from.get(first) : from.get(second);
    }

    private static @Nullable List<UqpaySpendingControl> spendingControls(@Nullable JsonNode from) {
        if (!(from instanceof ArrayNode array)) {
            return null;
        }
        List<UqpaySpendingControl> controls = new ArrayList<>(array.size());
        array.forEach(control -> {
            BigDecimal amount = WireValues.amount(control.get("amount"));
            if (amount != null) {
                controls.add(new UqpaySpendingControl(amount, WireValues.word(control.get("interval"))));
            }
        });
        return List.copyOf(controls);
    }

    private static @Nullable UqpayRiskControls riskControls(@Nullable JsonNode from) {
        if (from == null || !from.isObject() || from.isEmpty()) {
            return null;
        }
        return new UqpayRiskControls(
                WireValues.word(from.get("enable_3ds")),
                WireValues.word(from.get("allow_3ds_transactions")),
                WireValues.texts(from.get("allowed_mcc")),
                WireValues.texts(from.get("blocked_mcc")));
    }

    private static @Nullable String cardNumber(@Nullable JsonNode from) {
        return CardNumbers.masked(WireValues.id(from));
    }
}
