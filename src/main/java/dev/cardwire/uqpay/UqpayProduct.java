// SPDX-License-Identifier: Apache-2.0
package dev.cardwire.uqpay;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A product ({@code uqpay/api.md} 10.1); only its id may be relied upon. */
public record UqpayProduct(
        UUID productId,
        @Nullable String cardBin,
        @Nullable String cardScheme,
        @Nullable String modeType,
        List<String> cardForm,
        List<String> cardCurrency,
        @Nullable Integer maxCardQuota,
        @Nullable String productStatus,
        @Nullable String kycLevel,
        @Nullable JsonNode requiredFields,
        @Nullable Instant createTime,
        @Nullable Instant updateTime) {

    public UqpayProduct {
        cardForm = List.copyOf(cardForm);
        cardCurrency = List.copyOf(cardCurrency);
    }

    /** Whether a card of this form, {@code VIR} or {@code PHY}, can be made of it now. */
    public boolean offers(String form) {
        return "ENABLED".equals(productStatus) && cardForm.contains(form);
    }
}
