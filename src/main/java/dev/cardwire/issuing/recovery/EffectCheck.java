// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.recovery;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cardwire.card.CardJson;
import dev.cardwire.uqpay.UqpayCard;
import dev.cardwire.uqpay.UqpayCardholder;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a card or a cardholder as UQPAY shows it is what a change asked for. What UQPAY leaves out is not shown, and a card that was
 * changed back since shows it as little as one that never changed: only a yes is an answer.
 */
final class EffectCheck {

    private static final ObjectMapper JSON =
            new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

    private EffectCheck() {}

    /** @param asked the body of a status change */
    static boolean status(ObjectNode asked, UqpayCard card) {
        String wanted = asked.path("card_status").asText();
        // a cancelled card waits thirty days as PRE_CANCEL (uqpay/api.md 11)
        return wanted.equals(card.cardStatus())
                || ("CANCELLED".equals(wanted) && "PRE_CANCEL".equals(card.cardStatus()));
    }

    /** @param asked the body of an update: limit, controls, metadata, each only if it was to be changed */
    static boolean update(ObjectNode asked, UqpayCard card) {
        return (!asked.has("card_limit") || sameAmount(CardJson.decimal(asked.get("card_limit")), card.cardLimit()))
                && (!asked.has("spending_controls")
                        || CardJson.sameControls(
                                CardJson.spendingControls(asked.get("spending_controls")),
                                CardJson.spendingControls(JSON.valueToTree(card.spendingControls()))))
                && (!asked.has("risk_controls")
                        || contains(JSON.valueToTree(card.riskControls()), asked.get("risk_controls")))
                && (!asked.has("metadata")
                        || Objects.equals(
                                CardJson.metadata(asked.get("metadata")), CardJson.metadata(card.metadata())));
    }

    /** @param asked the body of an update; documents and proofs are shown by no read, so one that has them is never a yes */
    static boolean cardholder(ObjectNode asked, UqpayCardholder shown) {
        return asked.properties().stream().allMatch(entry -> isShown(entry.getValue(), shownAs(entry.getKey(), shown)));
    }

    private static @Nullable JsonNode shownAs(String name, UqpayCardholder holder) {
        return switch (name) {
            case "email" -> TextNode.valueOf(holder.email());
            case "country_code" -> TextNode.valueOf(holder.countryCode());
            case "phone_number" -> TextNode.valueOf(holder.phoneNumber());
            case "date_of_birth" -> TextNode.valueOf(holder.dateOfBirth());
            case "gender" -> TextNode.valueOf(holder.gender());
            case "nationality" -> TextNode.valueOf(holder.nationality());
            case "residential_address" -> holder.residentialAddress();
            default -> null;
        };
    }

    private static boolean isShown(JsonNode asked, @Nullable JsonNode shown) {
        return shown != null && (asked.isObject() ? contains(shown, asked) : asked.equals(shown));
    }

    private static boolean contains(JsonNode shown, JsonNode asked) {
        return asked.properties().stream().allMatch(entry -> entry.getValue().equals(shown.get(entry.getKey())));
    }

    private static boolean sameAmount(@Nullable BigDecimal asked, @Nullable BigDecimal shown) {
        return asked != null && shown != null && asked.compareTo(shown) == 0;
    }
}
