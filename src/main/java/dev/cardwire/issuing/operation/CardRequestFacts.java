// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.issuing.operation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cardwire.card.CardFacts;
import dev.cardwire.card.CardJson;
import dev.cardwire.uqpay.UqpayProduct;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of a card from the request that was sent for it. */
public final class CardRequestFacts {

    private CardRequestFacts() {}

    /**
     * The facts in a body as it went to UQPAY, rules checked.
     *
     * @param product the card's product; null when it was not read
     */
    public static CardFacts.Builder of(ObjectNode body, @Nullable UqpayProduct product) {
        return CardFacts.builder()
                .number(null, product == null ? null : product.cardBin(), product == null ? null : product.cardScheme())
                .kind(product == null ? null : product.modeType(), "VIRTUAL", uuid(body, "card_product_id"))
                .money(body.path("card_currency").textValue(), CardJson.decimal(body.get("card_limit")), null)
                .cardholder(uuid(body, "cardholder_id"))
                .controls(
                        CardJson.spendingControls(body.get("spending_controls")),
                        CardJson.object(body.get("risk_controls")))
                .metadata(CardJson.metadata(body.get("metadata")))
                .usage(body.path("usage_type").asText("NORMAL"));
    }

    private static @Nullable UUID uuid(ObjectNode body, String name) {
        JsonNode value = body.get(name);
        return value == null ? null : UUID.fromString(value.textValue());
    }
}
