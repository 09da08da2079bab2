// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.pan.CardNumbers;
import dev.cardwire.pan.CleanJson;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayOrder;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpayRiskControls;
import dev.cardwire.uqpay.UqpaySpendingControl;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * UQPAY's answers as our records. Null means that the answer is not what it should be: without its id, or no object at
 * all. Everything else that is missing or odd is unset, and what is new is ignored.
 */
final class Decoder {

    private Decoder() {}

    static @Nullable UqpayProduct product(JsonNode from) {
        UUID productId = WireValues.uuid(from.get("product_id"));
        return productId == null
                ? null
                : new UqpayProduct(
                        productId,
                        WireValues.text(from.get("card_bin")),
                        upper(from.get("card_scheme")),
                        upper(from.get("mode_type")),
                        Objects.requireNonNullElse(WireValues.texts(from.get("card_form")), List.of()),
                        Objects.requireNonNullElse(WireValues.texts(from.get("card_currency")), List.of()),
                        WireValues.count(from.get("max_card_quota")),
                        upper(from.get("product_status")),
                        upper(from.get("kyc_level")),
                        from.get("required_fields") instanceof ArrayNode fields ? fields : null,
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("update_time")));
    }

    static @Nullable UqpayCardholder cardholder(JsonNode from) {
        UUID cardholderId = WireValues.uuid(from.get("cardholder_id"));
        return cardholderId == null
                ? null
                : new UqpayCardholder(
                        cardholderId,
                        upper(from.get("cardholder_status")),
                        WireValues.text(from.get("email")),
                        WireValues.text(from.get("first_name")),
                        WireValues.text(from.get("last_name")),
                        WireValues.text(from.get("country_code")),
                        WireValues.phone(from.get("phone_number")),
                        birth(from.get("date_of_birth")),
                        WireValues.text(from.get("gender")),
                        WireValues.text(from.get("nationality")),
                        from.get("residential_address") instanceof ObjectNode address ? CleanJson.object(address) : null,
                        WireValues.count(from.get("number_of_cards")),
                        WireValues.text(from.get("review_status")),
                        WireValues.text(from.get("idv_status")),
                        WireValues.text(from.get("idv_verification_url")),
                        WireTimes.instant(from.get("idv_url_expires_at")),
                        WireTimes.instant(from.get("create_time")));
    }

    static @Nullable UqpayBalance balance(JsonNode from) {
        String currency = upper(from.get("currency"));
        return currency == null
                ? null
                : new UqpayBalance(
                        WireValues.id(from.get("balance_id")),
                        currency,
                        WireValues.amount(from.get("available_balance")),
                        WireValues.amount(from.get("margin_balance")),
                        WireValues.amount(from.get("frozen_balance")),
                        upper(from.get("balance_status")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("last_trade_time")));
    }

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
                        upper(from.get("card_scheme")),
                        upper(from.get("mode_type")),
                        upper(from.get("form_factor")),
                        upper(from.get("card_currency")),
                        WireValues.amount(from.get("card_limit")),
                        WireValues.amount(from.get("available_balance")),
                        WireValues.amount(from.get("consumed_amount")),
                        holderOf(from),
                        WireValues.uuid(from.get("card_product_id")),
                        spendingControls(either(from, "spending_controls", "spending_limits")),
                        riskControls(either(from, "risk_controls", "risk_control")),
                        WireValues.metadata(from.get("metadata")),
                        upper(from.get("usage_type")),
                        WireValues.text(from.get("failure_code")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("update_time")),
                        asOf);
    }

    static @Nullable UqpayOrder order(JsonNode from) {
        String cardOrderId = WireValues.id(from.get("card_order_id"));
        return cardOrderId == null
                ? null
                : new UqpayOrder(
                        cardOrderId,
                        WireValues.uuid(from.get("card_id")),
                        orderType(upper(from.get("order_type"))),
                        upper(from.get("order_status")),
                        WireValues.amount(from.get("amount")),
                        upper(from.get("card_currency")),
                        WireValues.text(from.get("failure_code")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("update_time")),
                        WireTimes.instant(from.get("complete_time")));
    }

    /** What took on a new card; nothing without the card's id, which is all that the card can be found by. */
    static @Nullable UqpayAcceptance newCard(JsonNode from) {
        UqpayAcceptance acceptance = acceptance(from);
        return acceptance.cardId() == null ? null : acceptance;
    }

    /** What took on a change of a card; nothing without the order's id. */
    static @Nullable UqpayAcceptance change(JsonNode from) {
        UqpayAcceptance acceptance = acceptance(from);
        return acceptance.cardOrderId() == null ? null : acceptance;
    }

    private static UqpayAcceptance acceptance(JsonNode from) {
        return new UqpayAcceptance(
                WireValues.uuid(from.get("card_id")),
                WireValues.id(from.get("card_order_id")),
                WireValues.text(from.get("card_status")),
                upper(from.get("order_status")),
                WireTimes.utc(from.get("create_time")),
                WireValues.uuid(from.get("cardholder_id")),
                WireValues.text(from.get("failure_code")));
    }

    /** Valid for a minute from {@code now} where UQPAY does not say until when. */
    static @Nullable UqpayPanToken panToken(JsonNode from, Instant now) {
        JsonNode token = from.get("token");
        Instant expiresAt = WireTimes.instant(from.get("expires_at"));
        Integer expiresIn = WireValues.count(from.get("expires_in"));
        return token == null || !token.isTextual() || token.textValue().isBlank()
                ? null
                : new UqpayPanToken(
                        token.textValue(),
                        expiresAt != null ? expiresAt : now.plusSeconds(expiresIn == null ? 60 : expiresIn));
    }

    /** A page; a bare array or a single thing, which are all there is, where a list was asked for; null for anything else. */
    static <T> @Nullable UqpayPage<T> page(JsonNode from, Function<JsonNode, @Nullable T> item) {
        JsonNode data = from.isArray() ? from : from.get("data");
        if (data == null || data.isNull()) {
            T single = from.isObject() ? item.apply(from) : null;
            boolean empty = from.has("data");
            return single == null && !empty
                    ? null
                    : new UqpayPage<>(
                            single == null ? List.of() : List.of(single), empty ? totalOf(from, "total_pages") : 1, 0);
        }
        if (!data.isArray()) {
            return null;
        }
        List<T> items = new ArrayList<>(data.size());
        data.forEach(node -> {
            T read = item.apply(node);
            if (read != null) {
                items.add(read);
            }
        });
        return new UqpayPage<>(
                items,
                from.isArray() ? 1 : totalOf(from, "total_pages"),
                totalOf(from, "total_items"),
                data.size() - items.size());
    }

    private static int totalOf(JsonNode page, String name) {
        return Objects.requireNonNullElse(WireValues.count(page.get(name)), 0);
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
                controls.add(new UqpaySpendingControl(amount, upper(control.get("interval"))));
            }
        });
        return List.copyOf(controls);
    }

    private static @Nullable UqpayRiskControls riskControls(@Nullable JsonNode from) {
        if (from == null || !from.isObject() || from.isEmpty()) {
            return null;
        }
        return new UqpayRiskControls(
                upper(from.get("enable_3ds")),
                upper(from.get("allow_3ds_transactions")),
                WireValues.texts(from.get("allowed_mcc")),
                WireValues.texts(from.get("blocked_mcc")));
    }

    private static @Nullable String cardNumber(@Nullable JsonNode from) {
        return CardNumbers.masked(WireValues.id(from));
    }

    /** Go's empty date is no birthday. */
    private static @Nullable String birth(@Nullable JsonNode from) {
        String date = WireValues.text(from);
        return date == null || date.startsWith("0001-01-01") ? null : date;
    }

    private static @Nullable String orderType(@Nullable String word) {
        return "CARD_CREATE".equals(word) ? "CREATE_CARD" : word;
    }

    private static @Nullable String upper(@Nullable JsonNode from) {
        String word = WireValues.text(from);
        return word == null ? null : word.toUpperCase(Locale.ROOT);
    }
}
