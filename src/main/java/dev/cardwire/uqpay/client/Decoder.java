// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.pan.CleanJson;
import dev.cardwire.uqpay.UqpayAcceptance;
import dev.cardwire.uqpay.UqpayBalance;
import dev.cardwire.uqpay.UqpayCardholder;
import dev.cardwire.uqpay.UqpayOrder;
import dev.cardwire.uqpay.UqpayPage;
import dev.cardwire.uqpay.UqpayPanToken;
import dev.cardwire.uqpay.UqpayProduct;
import dev.cardwire.uqpay.UqpaySensitiveDetails;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
                        WireValues.word(from.get("card_scheme")),
                        WireValues.word(from.get("mode_type")),
                        Objects.requireNonNullElse(WireValues.texts(from.get("card_form")), List.of()),
                        Objects.requireNonNullElse(WireValues.texts(from.get("card_currency")), List.of()),
                        WireValues.count(from.get("max_card_quota")),
                        WireValues.word(from.get("product_status")),
                        WireValues.word(from.get("kyc_level")),
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
                        WireValues.word(from.get("cardholder_status")),
                        WireValues.text(from.get("email")),
                        WireValues.text(from.get("first_name")),
                        WireValues.text(from.get("last_name")),
                        WireValues.text(from.get("country_code")),
                        WireValues.phone(from.get("phone_number")),
                        birth(from.get("date_of_birth")),
                        WireValues.text(from.get("gender")),
                        WireValues.text(from.get("nationality")),
                        from.get("residential_address") instanceof ObjectNode address
                                ? CleanJson.object(address)
                                : null,
                        WireValues.count(from.get("number_of_cards")),
                        WireValues.text(from.get("review_status")),
                        WireValues.text(from.get("idv_status")),
                        WireValues.text(from.get("idv_verification_url")),
                        WireTimes.instant(from.get("idv_url_expires_at")),
                        WireTimes.instant(from.get("create_time")));
    }

    static @Nullable UqpayBalance balance(JsonNode from) {
        String currency = WireValues.word(from.get("currency"));
        return currency == null
                ? null
                : new UqpayBalance(
                        WireValues.id(from.get("balance_id")),
                        currency,
                        WireValues.amount(from.get("available_balance")),
                        WireValues.amount(from.get("margin_balance")),
                        WireValues.amount(from.get("frozen_balance")),
                        WireValues.word(from.get("balance_status")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("last_trade_time")));
    }

    static @Nullable UqpayOrder order(JsonNode from) {
        String cardOrderId = WireValues.id(from.get("card_order_id"));
        return cardOrderId == null
                ? null
                : new UqpayOrder(
                        cardOrderId,
                        WireValues.uuid(from.get("card_id")),
                        orderType(WireValues.word(from.get("order_type"))),
                        WireValues.word(from.get("order_status")),
                        WireValues.amount(from.get("amount")),
                        WireValues.word(from.get("card_currency")),
                        WireValues.text(from.get("failure_code")),
                        WireTimes.instant(from.get("create_time")),
                        WireTimes.instant(from.get("update_time")),
                        WireTimes.instant(from.get("complete_time")));
    }

    /** The acceptance of a new card; null without the card's id, by which alone the card can be found. */
    static @Nullable UqpayAcceptance newCard(JsonNode from) {
        UqpayAcceptance acceptance = acceptance(from);
        return acceptance.cardId() == null ? null : acceptance;
    }

    /** The acceptance of a change of a card; null without the order's id. */
    static @Nullable UqpayAcceptance change(JsonNode from) {
        UqpayAcceptance acceptance = acceptance(from);
        return acceptance.cardOrderId() == null ? null : acceptance;
    }

    private static UqpayAcceptance acceptance(JsonNode from) {
        return new UqpayAcceptance(
                WireValues.uuid(from.get("card_id")),
                WireValues.id(from.get("card_order_id")),
                WireValues.text(from.get("card_status")),
                WireValues.word(from.get("order_status")),
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

    /** As it is, without the masks that are over every other text. */
    static @Nullable UqpaySensitiveDetails sensitiveDetails(JsonNode from) {
        String number = from.path("card_number").textValue();
        String expires = from.path("expire_date").textValue();
        String code = from.path("cvv").textValue();
        return number == null || expires == null || code == null
                ? null
                : new UqpaySensitiveDetails(number, expires, code);
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

    /** Go's empty date is no birthday. */
    private static @Nullable String birth(@Nullable JsonNode from) {
        String date = WireValues.text(from);
        return date == null || date.startsWith("0001-01-01") ? null : date;
    }

    private static @Nullable String orderType(@Nullable String word) {
        return "CARD_CREATE".equals(word) ? "CREATE_CARD" : word;
    }
}
